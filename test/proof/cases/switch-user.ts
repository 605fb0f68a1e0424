/** Commands that run as another user. */
import { type Built, type Outcome, proofOf } from "../define-proof.ts";

const prepare = ["mkdir -p /opt/app", "chmod 777 /opt/app"];
const isNobodys = ({ image }: Built): Outcome =>
  image.owner("/opt/app/made")?.startsWith("65534:") ? "fine" : "misleads";
const isThere = ({ image }: Built): Outcome => (image.has("/opt/app/made") ? "fine" : "lost");
const directly = { advice: "the command is run directly", recipe: [...prepare, "touch /opt/app/made"] };

export default proofOf({
  rule: "DF109",
  demonstrations: [
    {
      what: "su",
      base: "debian",
      recipe: [...prepare, "su -s /bin/sh nobody -c 'touch /opt/app/made'"],
      failure: /^su: cannot set groups: Operation not permitted/,
      look: isNobodys,
      lookAfter: isThere,
      after: directly,
    },
    {
      what: "setpriv",
      base: "debian",
      recipe: [...prepare, "setpriv --reuid=65534 --regid=65534 --clear-groups touch /opt/app/made"],
      failure: /^setpriv: setresuid failed: Invalid argument/,
      look: isNobodys,
      lookAfter: isThere,
      after: directly,
    },
    {
      what: "su to root",
      base: "debian",
      recipe: [...prepare, "su root -c 'touch /opt/app/made'"],
      failure: /^su: cannot set groups: Operation not permitted/,
      look: isThere,
      after: directly,
    },
  ],
});
