/** A line of a heredoc that starts with a percent sign. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF003",
  base: "mini",
  recipe:
    "Bootstrap: localimage\nFrom: {base}\n\n%post\n    cat > /wheel <<EOF\n%wheel ALL=(ALL) ALL\nEOF\n    chmod 440 /wheel\n",
  failure: /invalid section\(s\) specified: wheel/,
  lookAfter: ({ image }) => (image.read("/wheel") === "%wheel ALL=(ALL) ALL\n" ? "fine" : "lost"),
  after: {
    advice: "printf writes the line",
    recipe: ["printf '%%wheel ALL=(ALL) ALL\\n' > /wheel", "chmod 440 /wheel"],
  },
});
