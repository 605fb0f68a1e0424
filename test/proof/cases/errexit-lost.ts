/** bash by -c, which loses -e. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF501",
  base: "mini",
  recipe:
    "Bootstrap: localimage\nFrom: {base}\n\n%post -c /bin/bash\n    cp /no/such/program /usr/bin/program\n    touch /made\n",
  look: ({ image, log }) =>
    log.includes("cannot stat '/no/such/program'") && image.has("/made") ? "misleads" : "fine",
  after: "unsafe-fix",
  endsAfter: /cannot stat '\/no\/such\/program'/,
});
