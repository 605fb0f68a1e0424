/** A # in a header value. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF020",
  base: "mini",
  recipe: "Bootstrap: localimage\nFrom: {base}#other.sif\n\n%post\n    touch /made\n",
  prepare: (directory) => {
    for (const name of ["base.sif#other.sif", "other.sif"])
      copyFileSync(join(directory, "base.sif"), join(directory, name));
  },
  // It was built from {base}, which is not what stands there.
  look: ({ log }) => (log.includes("base.sif#other.sif") ? "fine" : "misleads"),
  lookAfter: ({ image }) => (image.has("/made") ? "fine" : "lost"),
  after: {
    advice: "a name without the sign",
    recipe: "Bootstrap: localimage\nFrom: other.sif\n\n%post\n    touch /made\n",
  },
});
