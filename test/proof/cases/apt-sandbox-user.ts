/** apt downloads as a user of its own. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF105",
  base: "debian",
  recipe: ["apt-get -q update", "apt-get install -q -y --no-install-recommends hello"],
  failure: /^E: (?:setgroups \d+ failed|seteuid \d+ failed)/,
  look: ({ image }) => (image.has("/usr/bin/hello") ? "fine" : "lost"),
  after: "fix",
});
