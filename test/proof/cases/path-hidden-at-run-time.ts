/** Files of the image where a mount hides them. */
import { proofOf } from "../define-proof.ts";

const files = (to: string): string =>
  `Bootstrap: localimage\nFrom: {base}\n\n%files\n    data.txt ${to}\n\n%runscript\n    cat ${to}\n`;

export default proofOf({
  rule: "DF602",
  base: "mini",
  recipe: files("/dev/proof/data.txt"),
  files: { "data.txt": "data of the image\n" },
  look: async ({ run }) =>
    (await run("/.singularity.d/runscript")).text.includes("data of the image") ? "fine" : "lost",
  after: { advice: "the data is put into /opt", recipe: files("/opt/proof/data.txt") },
});
