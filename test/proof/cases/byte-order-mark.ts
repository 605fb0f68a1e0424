/** A byte order mark before the first line. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF010",
  base: "mini",
  recipe: "\ufeffBootstrap: localimage\nFrom: {base}\n\n%post\n    touch /made\n",
  failure: /invalid header keyword found: \ufeff?bootstrap/,
  lookAfter: ({ image }) => (image.has("/made") ? "fine" : "lost"),
  after: "fix",
});
