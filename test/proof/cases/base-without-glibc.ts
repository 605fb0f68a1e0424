/** An image of busybox without glibc (Debian's static one, under the name of such an image) under the fakeroot command. */
import { proofOf } from "../define-proof.ts";

const on = (image: string) => `Bootstrap: docker
From: ${image}
Registry: {registry}

%post
    echo begun > /srv/begun
`;

export default proofOf({
  rule: "DF302",
  base: "none",
  flags: ["--no-https"],
  recipe: on("busybox:uclibc"),
  failure: /faked: not found/,
  look: ({ image }) => (image.has("/srv/begun") ? "fine" : "lost"),
  after: {
    "userns-fakeroot": { advice: "with --ignore-fakeroot-command", flags: ["--ignore-fakeroot-command"] },
    "suid-fakeroot": { advice: "a base with glibc", recipe: on("debian:sid") },
  },
});
