/** A recipe that does not say what to build from. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF021",
  base: "mini",
  recipe: "Bootstrap: docker\n\n%post\n    touch /made\n",
  failure: /FATAL: .*(?:invalid reference format|could not parse reference|open : no such file|unable to)/,
  lookAfter: ({ image }) => (image.has("/made") ? "fine" : "lost"),
  after: { advice: "From: is written", recipe: "Bootstrap: localimage\nFrom: {base}\n\n%post\n    touch /made\n" },
});
