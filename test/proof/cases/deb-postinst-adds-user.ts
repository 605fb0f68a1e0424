/** Debian's own packages that add users or give files away, from Debian's mirror. */
import { type Built, type Demonstration, proofOf } from "../define-proof.ts";

/** What apt itself wants where only root is mapped (DF105): its own user cannot be taken. */
const AS_ROOT = "echo 'APT::Sandbox::User \"root\";' > /etc/apt/apt.conf.d/01-as-root";
const UPDATE = [AS_ROOT, "apt-get -q update"];
const INSTALL = "apt-get install -q -y";

/** All packages are configured, and the account tools are the real ones. */
function look({ image }: Built) {
  const isWhole = !/^Status: .*(?:half|unpacked)/m.test(image.read("/var/lib/dpkg/status"));
  const isReal = !image.has("/usr/sbin/groupadd.real") && (image.stat("/usr/sbin/groupadd")?.size ?? 0) > 10_000;
  return isWhole && isReal ? "fine" : "misleads";
}

const SSH_AND_DBUS: Demonstration = {
  what: "openssh-client and dbus",
  base: "debian",
  recipe: [...UPDATE, `${INSTALL} --no-install-recommends openssh-client dbus`],
  failure: /Sub-process \/usr\/bin\/dpkg returned an error code \(1\)/,
  look: (built) => (built.image.has("/usr/bin/ssh") ? look(built) : "lost"),
  after: {
    "suid-fakeroot": "fix",
    userns: {
      advice: "unpacked without its scripts",
      recipe: [...UPDATE, "cd /opt", "apt-get download openssh-client", "dpkg -x openssh-client_*.deb /"],
    },
  },
};

export default proofOf({
  rule: "DF102",
  demonstrations: [
    SSH_AND_DBUS,
    {
      ...SSH_AND_DBUS,
      what: "git, which recommends openssh-client",
      recipe: [...UPDATE, `${INSTALL} git`],
      look: (built) => (built.image.has("/usr/bin/git") ? look(built) : "lost"),
      after: { "suid-fakeroot": "fix", userns: "unsafe-fix" },
    },
  ],
});
