/** A section of an application and the application's name. */
import { proofOf } from "../define-proof.ts";

const head = "Bootstrap: localimage\nFrom: {base}\n\n%post\n    true\n\n";

export default proofOf({
  rule: "DF014",
  demonstrations: [
    {
      what: "no name",
      base: "mini",
      recipe: `${head}%apprun\n    echo run\n`,
      failure: /FATAL: .*apprun/,
      lookAfter: ({ image }) => (image.has("/scif/apps/tool") ? "fine" : "lost"),
      after: { advice: "the application gets a name", recipe: `${head}%apprun tool\n    echo run\n` },
    },
    {
      what: "capitals",
      base: "mini",
      recipe: `${head}%AppRun tool\n    echo run\n`,
      failure: /invalid section\(s\) specified/,
      lookAfter: ({ image }) => (image.has("/scif/apps/tool") ? "fine" : "lost"),
      after: "fix",
    },
  ],
});
