/** A shell variable in the header. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF022",
  base: "mini",
  recipe: "Bootstrap: localimage\nFrom: $NAME.sif\n\n%post\n    touch /made\n",
  env: { APPTAINERENV_NAME: "base" },
  failure: /\$NAME\.sif: no such file or directory/,
  lookAfter: ({ image }) => (image.has("/made") ? "fine" : "lost"),
  after: {
    advice: "a build argument with a default",
    recipe: "Bootstrap: localimage\nFrom: {{ NAME }}.sif\n\n%arguments\n    NAME=base\n\n%post\n    touch /made\n",
  },
});
