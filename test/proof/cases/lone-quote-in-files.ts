/** A line of %files that is a double quote. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF018",
  base: "mini",
  recipe: 'Bootstrap: localimage\nFrom: {base}\n\n%files\n    "\n    data.txt /opt/data.txt\n',
  files: { "data.txt": "data\n" },
  failure: /panic: runtime error: index out of range/,
  lookAfter: ({ image }) => (image.has("/opt/data.txt") ? "fine" : "lost"),
  after: "unsafe-fix",
});
