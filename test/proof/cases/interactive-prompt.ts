/** A question that nobody answers. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF507",
  base: "debian",
  recipe: [
    `echo 'APT::Sandbox::User "root";' > /etc/apt/apt.conf.d/99sandbox`,
    "apt-get -q update",
    "apt-get install -q --no-install-recommends jq",
  ],
  failure: /^(?:Do you want to continue\? \[Y\/n\] )?Abort\.$/,
  look: ({ image }) => (image.has("/usr/bin/jq") ? "fine" : "lost"),
  after: "fix",
});
