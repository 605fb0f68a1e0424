/** What another program keeps in the host's /tmp, before and after a build that clears it; the host's /tmp is one of its own. */
import { type Built, proofOf } from "../define-proof.ts";

const look = ({ log }: Built) => (log.includes("of another job: kept") ? "fine" : "lost");
const KEPT = {
  before: "mkdir /tmp/other-job; echo of another job: kept > /tmp/other-job/state",
  after: "cat /tmp/other-job/state",
};

export default proofOf({
  rule: "DF203",
  demonstrations: [
    {
      what: "by the build plan",
      base: "mini",
      env: { LAB_TMP: "200m" },
      around: KEPT,
      recipe: ["echo download > /tmp/download", "rm -rf /tmp/*"],
      look,
      after: "plan",
    },
    {
      what: "by the recipe alone",
      base: "mini",
      env: { LAB_TMP: "200m" },
      around: KEPT,
      recipe: ["echo download > /srv/download", "rm -rf /tmp/* /var/tmp/*"],
      look,
      deflintFlags: ["--no-bind-tmp"],
      after: "unsafe-fix",
    },
  ],
});
