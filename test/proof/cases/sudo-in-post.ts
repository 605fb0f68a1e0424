/** sudo where it is missing, and where it is there. */
import { proofOf } from "../define-proof.ts";

const install = [
  `echo 'APT::Sandbox::User "root";' > /etc/apt/apt.conf.d/99sandbox`,
  "apt-get -q update",
  "apt-get install -q -y --no-install-recommends sudo",
];

export default proofOf({
  rule: "DF110",
  demonstrations: [
    {
      what: "not there",
      base: "mini",
      recipe: ["mkdir -p /opt/app", "sudo touch /opt/app/made"],
      failure: /sudo: not found/,
      lookAfter: ({ image }) => (image.has("/opt/app/made") ? "fine" : "lost"),
      after: "fix",
    },
    {
      what: "there, for a package",
      base: "debian",
      recipe: [...install, "sudo apt-get install -q -y --no-install-recommends hello"],
      failure: /PERM_SUDOERS: setresuid|dpkg: error: requested operation requires superuser privilege/,
      // Under fakeroot apt can give its log to another group; taken away from it, it cannot.
      look: ({ log }) => (/chown to root:adm of file .* failed/.test(log) ? "misleads" : "fine"),
      lookAfter: ({ image }) => (image.has("/usr/bin/hello") ? "fine" : "lost"),
      after: "fix",
    },
    {
      what: "there, for another command",
      base: "debian",
      recipe: [...install, "sudo sh -c 'id -u > /opt/user; printenv FAKEROOTKEY > /opt/key || true'"],
      failure: /PERM_SUDOERS: setresuid/,
      look: ({ image, log }) => {
        const isUnderFakeroot = log.includes("run under the fakeroot command");
        const lostFakeroot = isUnderFakeroot && image.read("/opt/key") === "";
        return lostFakeroot || image.read("/opt/user") !== "0\n" ? "misleads" : "fine";
      },
      after: "fix",
    },
  ],
});
