/** A section that does not start at the start of its line. */
import { proofOf } from "../define-proof.ts";

const head = "Bootstrap: localimage\nFrom: {base}\n\n%post\n    true\n\n";

export default proofOf({
  rule: "DF004",
  demonstrations: [
    {
      what: "blanks",
      base: "mini",
      recipe: `${head}  %environment\n    export COLOUR=blue\n`,
      failure: /invalid section\(s\) specified: *$/,
      lookAfter: async ({ run }) => ((await run("sh", "-c", "echo $COLOUR")).text.includes("blue") ? "fine" : "lost"),
      after: "fix",
    },
    {
      what: "a tab",
      base: "mini",
      recipe: `${head}\t%environment\n    export COLOUR=blue\n`,
      failure: /invalid section\(s\) specified: *\t%environment/,
      lookAfter: async ({ run }) => ((await run("sh", "-c", "echo $COLOUR")).text.includes("blue") ? "fine" : "lost"),
      after: "fix",
    },
  ],
});
