/** A comment inside of a command of several lines. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF510",
  base: "mini",
  recipe: ["mkdir -p /opt/a \\", "    # for the data", "    /opt/b"],
  failure: /\/opt\/b: not found/,
  look: ({ image }) => (image.has("/opt/b") ? "fine" : "lost"),
  after: "unsafe-fix",
});
