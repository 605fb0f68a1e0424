/** A script that its shell cannot read. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF026",
  base: "mini",
  recipe: ["touch /opt", "if [ -d /opt ]; then", "    touch /made"],
  failure: /Syntax error: end of file unexpected \(expecting "fi"\)/,
  lookAfter: ({ image }) => (image.has("/made") ? "fine" : "lost"),
  after: { advice: "the if is closed", recipe: ["if [ -d /etc ]; then", "    touch /made", "fi"] },
});
