/** A header key that is written twice. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF012",
  base: "mini",
  recipe: "Bootstrap: localimage\nFrom: no-such-image.sif\nFrom: {base}\n\n%post\n    touch /made\n",
  look: ({ image, log }) => (image.has("/made") && !log.includes("no-such-image") ? "misleads" : "fine"),
  lookAfter: ({ image }) => (image.has("/made") ? "fine" : "lost"),
  after: {
    advice: "the key is written once",
    recipe: "Bootstrap: localimage\nFrom: {base}\n\n%post\n    touch /made\n",
  },
});
