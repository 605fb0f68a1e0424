/** A failure in front of &&, which -e does not stop at. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF505",
  base: "mini",
  recipe: ["cd /usr && make && make install", "touch /made"],
  look: ({ image, log }) => (log.includes("make: not found") && image.has("/made") ? "misleads" : "fine"),
  after: "unsafe-fix",
  endsAfter: /make: not found/,
});
