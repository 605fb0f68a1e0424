/** A package of a kernel's modules. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF117",
  base: "rpm",
  recipe: ["dnf -y install kernel-modules"],
  look: async ({ image, run }) => {
    const running = (await run("uname", "-r")).text.trim();
    return image.has("/lib/modules/5.14.0-1.x86_64") && !running.startsWith("5.14.0-1.") ? "misleads" : "fine";
  },
  lookAfter: ({ image }) => (image.has("/lib/modules") ? "misleads" : "fine"),
  after: { advice: "the package is taken out", recipe: ["true"] },
});
