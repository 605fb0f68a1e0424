/** What is written to /etc/passwd and /etc/group, and whether the image has it. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF104",
  demonstrations: [
    {
      what: "a line appended",
      base: "mini",
      recipe: ["echo 'lab:x:4242:' >> /etc/group", "getent group lab"],
      look: ({ image }) => (image.read("/etc/group").includes("lab:x:4242:") ? "fine" : "lost"),
      after: {
        advice: "written to $APPTAINER_ROOTFS/etc/group in %setup",
        recipe: `Bootstrap: localimage
From: {base}

%setup
    echo 'lab:x:4242:' >> $APPTAINER_ROOTFS/etc/group

%post
    getent group root
`,
      },
    },
    {
      what: "sed -i",
      base: "mini",
      recipe: ["sed -i 's,^bin:x:1:1:bin:/bin:,bin:x:1:1:bin:/opt:,' /etc/passwd"],
      failure: /sed: cannot rename \/etc\/sed\w+: Device or resource busy/,
      look: ({ image }) => (image.read("/etc/passwd").includes("bin:/opt:") ? "fine" : "lost"),
      after: {
        advice: "done to $APPTAINER_ROOTFS/etc/passwd in %setup",
        recipe: `Bootstrap: localimage
From: {base}

%setup
    sed -i 's,^bin:x:1:1:bin:/bin:,bin:x:1:1:bin:/opt:,' $APPTAINER_ROOTFS/etc/passwd

%post
    id -u
`,
      },
    },
  ],
});
