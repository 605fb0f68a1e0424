/** mount and umount. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF112",
  base: "mini",
  recipe: ["mount --bind /etc /mnt", "test -e /mnt/passwd"],
  failure: /^mount: \/mnt: permission denied/,
  look: ({ image }) => (image.has("/mnt/passwd") ? "misleads" : "fine"),
  after: {
    advice: "a directory of the host is bound: --bind DIRECTORY:/mnt",
    recipe: ["test -e /mnt/passwd"],
    flags: ["--bind", "/etc:/mnt"],
  },
});
