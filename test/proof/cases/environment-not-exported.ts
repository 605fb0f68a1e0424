/** A variable that %environment does not export. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF604",
  base: "mini",
  recipe: "Bootstrap: localimage\nFrom: {base}\n\n%environment\n    DATA_DIR=/opt/data\n",
  look: async ({ run }) => ((await run("sh", "-c", "echo $DATA_DIR")).text.includes("/opt/data") ? "fine" : "lost"),
  after: "unsafe-fix",
});
