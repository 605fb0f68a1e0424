/** A package of our own that brings the account tools, as shadow-utils does, installed after a stub took their place. */
import { proofOf } from "../define-proof.ts";

const STUB = ["cp /usr/bin/true /usr/sbin/groupadd", "cp /usr/bin/true /usr/sbin/useradd"];

export default proofOf({
  rule: "DF119",
  base: "rpm",
  recipe: [...STUB, "dnf -y install shadow-utils", "dnf -y install unbound-libs"],
  failure: /%prein\(unbound-libs-1\.16\.2-1\.noarch\) scriptlet failed, exit status 6/,
  look: ({ image }) => (image.has("/usr/share/unbound-libs/README") ? "fine" : "lost"),
  after: {
    advice: "installed before the stub",
    recipe: ["dnf -y install shadow-utils", ...STUB, "dnf -y install unbound-libs"],
  },
});
