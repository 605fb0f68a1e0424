/** A name in the host's /tmp that an earlier build has left; the host's /tmp is one of its own. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF204",
  base: "mini",
  env: { LAB_TMP: "200m" },
  around: { before: "mkdir /tmp/src" },
  recipe: ["mkdir /tmp/src", "echo built > /tmp/src/program", "cp /tmp/src/program /srv/"],
  failure: /mkdir: cannot create directory '\/tmp\/src': File exists/,
  look: ({ image }) => (image.has("/srv/program") ? "fine" : "lost"),
  after: {
    advice: "a directory of mktemp -d",
    recipe: ["d=$(mktemp -d)", 'echo built > "$d/program"', 'cp "$d/program" /srv/'],
  },
});
