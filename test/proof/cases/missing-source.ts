/** A source of %files that is not there. */
import { proofOf } from "../define-proof.ts";

const recipe = "Bootstrap: localimage\nFrom: {base}\n\n%files\n    data.txt /opt/data.txt\n";

export default proofOf({
  rule: "DF401",
  base: "mini",
  recipe,
  files: { "elsewhere/data.txt": "data\n" },
  target: { building: true, sources: () => "missing" },
  failure: /cp: cannot stat 'data\.txt': No such file or directory/,
  lookAfter: ({ image }) => (image.has("/opt/data.txt") ? "fine" : "lost"),
  after: { advice: "the path is corrected", recipe: recipe.replace("data.txt", "elsewhere/data.txt") },
});
