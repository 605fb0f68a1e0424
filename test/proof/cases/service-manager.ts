/** systemctl without a service manager. */
import { proofOf } from "../define-proof.ts";

/** systemctl alone: the package's own scripts make accounts, which is another rule's hazard. */
const install = [
  `echo 'APT::Sandbox::User "root";' > /etc/apt/apt.conf.d/99sandbox`,
  "apt-get -q update",
  "apt-get install -q -y --no-install-recommends libsystemd-shared",
  "cd /opt",
  "apt-get download -q systemd",
  "dpkg-deb -x systemd_*.deb /opt/systemd",
  "cp -a /opt/systemd/bin/. /usr/bin/",
  "mkdir -p /etc/systemd/system",
  `printf '[Service]\\nExecStart=/bin/sleep 9\\n[Install]\\nWantedBy=multi-user.target\\n' > /etc/systemd/system/app.service`,
];

export default proofOf({
  rule: "DF114",
  demonstrations: [
    {
      what: "start",
      base: "debian",
      recipe: [...install, "systemctl start app"],
      failure: /^System has not been booted with systemd as init system/,
      look: ({ log }) => (log.includes("Running in chroot, ignoring command 'start'") ? "lost" : "fine"),
      after: "fix",
      notShown: {
        root: "the lab's root is that of a user namespace, which may not look at process 1, by which systemctl knows that it is not in its own system; root of a machine may",
      },
    },
    {
      what: "enable --now",
      base: "debian",
      recipe: [...install, "systemctl enable --now app"],
      failure: /^System has not been booted with systemd as init system/,
      after: { advice: "the command is taken out", recipe: install },
    },
    {
      what: "enable",
      base: "debian",
      recipe: [...install, "systemctl enable app"],
      look: async ({ image, run }) => {
        const isLinked = image.link("/etc/systemd/system/multi-user.target.wants/app.service") !== undefined;
        return isLinked && (await run("systemctl", "is-active", "app")).code !== 0 ? "lost" : "fine";
      },
      after: "unsafe-fix",
    },
  ],
});
