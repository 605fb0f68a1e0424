/** Bases made out of packages. The lab has no package managers of its own, so stand-ins and the host's debootstrap are lent to it. */
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { proofOf } from "../define-proof.ts";

const post = "\n%post\n    touch /made\n";
const image = { advice: "an image is the base", recipe: `Bootstrap: localimage\nFrom: {base}\n${post}` };
const root = "the lab's root is that of a user namespace, which may make no devices; root of a machine may";
const suid =
  "setuid Apptainer takes no other configuration, by which the lab lends it the agent's program; by hand, with it in PATH, it fails";

/** What dnf does for Apptainer: the files of a system below --installroot. */
const DNF = `#!/bin/sh
while [ $# -gt 0 ]; do case $1 in --installroot) root=$2 ;; --installroot=*) root=\${1#*=} ;; esac; shift; done
apptainer sif dump 3 base.sif > base.squashfs
unsquashfs -f -quiet -no-progress -no-xattrs -d "$root" base.squashfs
`;

/** debootstrap wants a wget before it looks at anything else; here it never gets as far as using it. */
const DEBOOTSTRAP = `#!/bin/sh
here=$(dirname "$0")
PATH=$here:$PATH DEBOOTSTRAP_DIR=$here/share exec sh "$here/debootstrap.real" "$@"
`;

/** Puts programs into a directory of its own, and that directory first into Apptainer's path. */
function lend(directory: string, programs: Readonly<Record<string, string>>): string {
  const lent = join(directory, "lent");
  mkdirSync(lent);
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(lent, name), script);
    chmodSync(join(lent, name), 0o755);
  }
  writeFileSync(join(directory, "lent.conf"), `binary path = ${lent}:$PATH:\n`);
  return lent;
}

export default proofOf({
  rule: "DF115",
  demonstrations: [
    {
      what: "dnf",
      base: "mini",
      recipe: `Bootstrap: dnf\nOSVersion: 9\nMirrorURL: http://localhost/%{OSVERSION}/\nInclude: bash\n${post}`,
      prepare: (directory) => void lend(directory, { dnf: DNF }),
      env: { APPTAINER_CONFIG_FILE: "lent.conf" },
      failure: /while copying pseudo devices: while creating .*\/dev\/null: operation not permitted/,
      look: (built) => (built.image.has("/made") ? "fine" : "lost"),
      after: image,
      notShown: { root, "suid-fakeroot": suid },
    },
    {
      what: "debootstrap",
      base: "mini",
      recipe: `Bootstrap: debootstrap\nOSVersion: bookworm\nMirrorURL: http://localhost/debian\n${post}`,
      prepare: (directory) => {
        const lent = lend(directory, { debootstrap: DEBOOTSTRAP, wget: "#!/bin/sh\nexit 1\n" });
        cpSync("/usr/sbin/debootstrap", join(lent, "debootstrap.real"));
        cpSync("/usr/share/debootstrap", join(lent, "share"), { recursive: true });
      },
      env: { APPTAINER_CONFIG_FILE: "lent.conf" },
      failure: /^mknod: .*\/test-dev-null: Operation not permitted/,
      look: (built) => (built.image.has("/made") ? "fine" : "lost"),
      after: image,
      notShown: {
        root,
        subuid: "debootstrap goes on there, and the lab's host has nothing to download with",
        "suid-fakeroot": suid,
      },
    },
    {
      what: "arch",
      base: "none",
      recipe: `Bootstrap: arch\n${post}`,
      after: { advice: "an image is the base" },
      notShown: Object.fromEntries(
        ["root", "subuid", "userns", "userns-fakeroot", "suid-fakeroot"].map((mode) => [
          mode,
          "the agent fetches a file from gitlab.archlinux.org, which the lab does not reach",
        ]),
      ),
    },
  ],
});
