/** A package of our own, named as the real one, whose %pre adds a system user. */
import { type Built, type Outcome, proofOf } from "../define-proof.ts";

/** The package is there; its user is where users can be added. */
const lookFor =
  (file: string) =>
  ({ image, mode }: Built): Outcome => {
    const hasUser = image.read("/etc/passwd").includes("unbound:");
    return image.has(file) && (hasUser || mode === "suid-fakeroot") ? "fine" : "lost";
  };

/** The stand-ins are gone, and the real tools back. */
const lookAfter =
  (file: string) =>
  (built: Built): Outcome => {
    const isReal = (built.image.stat("/usr/sbin/groupadd")?.size ?? 0) > 10_000;
    return isReal && !built.image.has("/usr/sbin/groupadd.real") ? lookFor(file)(built) : "misleads";
  };

const BY_DNF = "/usr/share/unbound-libs/README";
const BY_RPM = "/usr/share/unbound-demo/README";

export default proofOf({
  rule: "DF101",
  demonstrations: [
    {
      what: "by dnf",
      base: "rpm",
      recipe: ["dnf -y install unbound-libs"],
      failure: /%prein\(unbound-libs-1\.16\.2-1\.noarch\) scriptlet failed, exit status 6/,
      look: lookFor(BY_DNF),
      lookAfter: lookAfter(BY_DNF),
      after: "fix",
    },
    {
      what: "by rpm",
      base: "mini",
      recipe: `Bootstrap: localimage
From: {base}

%files
    unbound-demo-libs-1.0-1.noarch.rpm /srv/unbound-libs-1.16.2-5.el9.noarch.rpm

%post
    rpm -i --nodeps /srv/unbound-libs-1.16.2-5.el9.noarch.rpm
`,
      failure: /%prein\(unbound-demo-libs-1\.0-1\.noarch\) scriptlet failed, exit status 6/,
      look: lookFor(BY_RPM),
      lookAfter: lookAfter(BY_RPM),
      after: "fix",
    },
  ],
});
