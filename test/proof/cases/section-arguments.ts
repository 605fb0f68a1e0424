/** Words behind the name of a script's section. */
import { proofOf } from "../define-proof.ts";

const head = "Bootstrap: localimage\nFrom: {base}\n\n";

export default proofOf({
  rule: "DF029",
  demonstrations: [
    {
      what: "prose",
      base: "mini",
      recipe: `${head}%post install everything\n    touch /made\n`,
      failure: /cannot open install/,
      lookAfter: ({ image }) => (image.has("/made") ? "fine" : "lost"),
      after: { advice: "the words are taken out", recipe: `${head}%post\n    touch /made\n` },
    },
    {
      what: "a shell",
      base: "mini",
      recipe: `${head}%post /bin/bash\n    echo "$BASH_VERSION" > /made\n`,
      failure: /\/bin\/bash: \d+:/,
      lookAfter: ({ image }) => (image.read("/made").trim() === "" ? "lost" : "fine"),
      after: "unsafe-fix",
    },
  ],
});
