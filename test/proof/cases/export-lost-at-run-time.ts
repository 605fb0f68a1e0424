/** An export in %post that the running container needs. */
import { proofOf } from "../define-proof.ts";

const head = "Bootstrap: localimage\nFrom: {base}\n\n";
const post =
  "%post\n    mkdir -p /opt/tool/bin\n    printf '#!/bin/sh\\necho tool runs\\n' > /opt/tool/bin/tool\n    chmod 755 /opt/tool/bin/tool\n    export PATH=/opt/tool/bin:$PATH\n    tool\n";

export default proofOf({
  rule: "DF509",
  base: "mini",
  recipe: `${head}${post}`,
  look: async ({ run }) => ((await run("tool")).text.includes("tool runs") ? "fine" : "lost"),
  after: {
    advice: "the line is repeated in %environment",
    recipe: `${head}${post}\n%environment\n    export PATH=/opt/tool/bin:$PATH\n`,
  },
});
