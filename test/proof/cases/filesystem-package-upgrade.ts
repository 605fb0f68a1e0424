/** An update of the package that owns /dev, /proc and /sys. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF116",
  base: "none",
  // The image that is served by this name holds our packages; in its database the older one counts as installed.
  recipe:
    "Bootstrap: docker\nFrom: rockylinux:9.3\nRegistry: {registry}\n\n%post\n    rpm -i --justdb --nodeps /srv/repo/filesystem-3.15-1.noarch.rpm\n    dnf -y update\n    rpm -q filesystem\n",
  flags: ["--no-https"],
  env: { LAB_FAKEROOT: "bookworm" },
  failure: /Error unpacking rpm package filesystem|cpio: chown failed/,
  look: ({ log }) => (/^filesystem-3\.16-1/m.test(log) ? "fine" : "lost"),
  lookAfter: ({ log }) => (/^filesystem-3\.15-1/m.test(log) ? "fine" : "misleads"),
  after: "unsafe-fix",
});
