/** An image with the glibc of this host (2.36 on Debian 12) under the fakeroot command of the lab's (Debian sid). */
import { proofOf } from "../define-proof.ts";

const on = (image: string) => `Bootstrap: docker
From: ${image}
Registry: {registry}

%post
    echo begun > /srv/begun
`;

export default proofOf({
  rule: "DF301",
  base: "none",
  flags: ["--no-https"],
  target: { hostGlibc: "2.41" },
  recipe: on("debian:12"),
  failure: /version `GLIBC_2\.38' not found/,
  look: ({ image }) => (image.has("/srv/begun") ? "fine" : "lost"),
  after: {
    "userns-fakeroot": { advice: "with --ignore-fakeroot-command", flags: ["--ignore-fakeroot-command"] },
    "suid-fakeroot": { advice: "a base as new as the host", recipe: on("debian:sid") },
  },
});
