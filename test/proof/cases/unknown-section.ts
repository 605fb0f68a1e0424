/** A section that Apptainer does not have. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF001",
  base: "mini",
  recipe: "Bootstrap: localimage\nFrom: {base}\n\n%enviroment\n    export COLOUR=blue\n",
  failure: /invalid section\(s\) specified: enviroment/,
  look: async ({ run }) => ((await run("sh", "-c", "echo $COLOUR")).text.includes("blue") ? "fine" : "lost"),
  after: "unsafe-fix",
});
