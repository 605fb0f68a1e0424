/** A blank after the backslash that continues a line. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF511",
  base: "mini",
  recipe: ["mkdir -p /opt/a \\ ", "    /opt/b"],
  failure: /\/opt\/b: not found/,
  look: ({ image }) => (image.has("/opt/b") ? "fine" : "lost"),
  after: "fix",
});
