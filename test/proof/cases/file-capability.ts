/** A capability given to a file. */
import { proofOf } from "../define-proof.ts";

const install = [
  `echo 'APT::Sandbox::User "root";' > /etc/apt/apt.conf.d/99sandbox`,
  "apt-get -q update",
  "apt-get install -q -y --no-install-recommends libcap2-bin",
  "cp /bin/true /opt/ping",
];

export default proofOf({
  rule: "DF107",
  base: "debian",
  recipe: [...install, "setcap cap_net_raw+ep /opt/ping"],
  look: async ({ run }) => ((await run("getcap", "/opt/ping")).text.includes("cap_net_raw=ep") ? "fine" : "lost"),
  lookAfter: async ({ run }) => ((await run("/opt/ping")).code === 0 ? "fine" : "misleads"),
  after: { advice: "setcap is left out", recipe: install },
});
