/** Labels whose names end at something else than a space. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF024",
  base: "mini",
  recipe: "Bootstrap: localimage\nFrom: {base}\n\n%labels\n    Version=1.0\n    Maintainer: Ann\n    Site\tnorth\n",
  look: ({ image }) => {
    const labels: Record<string, string> = JSON.parse(image.read("/.singularity.d/labels.json"));
    const { Version, Maintainer, Site } = labels;
    return Version === "1.0" && Maintainer === "Ann" && Site === "north" ? "fine" : "misleads";
  },
  after: "unsafe-fix",
});
