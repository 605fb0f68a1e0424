/** A header key that Apptainer does not know. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF005",
  base: "mini",
  recipe: "Bootstrap: localimage\nForm: {base}\n\n%post\n    touch /made\n",
  failure: /invalid header keyword found: form/,
  lookAfter: ({ image }) => (image.has("/made") ? "fine" : "lost"),
  after: "unsafe-fix",
});
