/** A second stage that does not start at the start of its line. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF009",
  base: "mini",
  recipe:
    "Bootstrap: localimage\nFrom: {base}\nStage: build\n\n%post\n    echo built > /out\n\n  Bootstrap: localimage\n  From: {base}\n\n%files from build\n    /out /opt/out\n",
  failure: /unable to copy files from stage to container fs: .*rootfs\/out/,
  lookAfter: ({ image }) => (image.has("/opt/out") && !image.has("/out") ? "fine" : "misleads"),
  after: "fix",
});
