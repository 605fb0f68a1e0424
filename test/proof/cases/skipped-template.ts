/** A build argument behind a # in its line. */
import { proofOf } from "../define-proof.ts";

const head = "Bootstrap: localimage\nFrom: {base}\n\n%arguments\n    VERSION=1.2\n\n";

export default proofOf({
  rule: "DF016",
  base: "mini",
  recipe: `${head}%post\n    file=a.tar\n    echo "\${file#a} {{ VERSION }}" > /version\n`,
  look: ({ image }) => (image.read("/version") === ".tar 1.2\n" ? "fine" : "misleads"),
  after: {
    advice: "the value is assigned on a line of its own",
    recipe: `${head}%post\n    file=a.tar\n    version={{ VERSION }}\n    echo "\${file#a} $version" > /version\n`,
  },
});
