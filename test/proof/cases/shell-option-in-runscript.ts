/** %runscript by -c, as %post has it. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF504",
  base: "mini",
  // Nothing but a run shows it; %test runs the script while the image is built.
  recipe:
    'Bootstrap: localimage\nFrom: {base}\n\n%runscript -c /bin/bash\n    echo "version $BASH_VERSION"\n\n%test\n    /.singularity.d/runscript\n',
  failure: /Illegal option - /,
  look: async ({ run }) => (/version \d/.test((await run("/.singularity.d/runscript")).text) ? "fine" : "fails"),
  after: "fix",
});
