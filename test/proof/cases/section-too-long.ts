/** A section of more than 64 KiB. */
import { proofOf } from "../define-proof.ts";

const head = "Bootstrap: localimage\nFrom: {base}\n\n";
const data = `${"0123456789abcdef".repeat(4)}\n`.repeat(1100);

export default proofOf({
  rule: "DF011",
  base: "mini",
  recipe: `${head}%post\n    cat > /data <<'EOF'\n${data}EOF\n`,
  files: { "data.txt": data },
  failure: /bufio\.Scanner: token too long/,
  lookAfter: ({ image }) => (image.read("/data") === data ? "fine" : "lost"),
  after: {
    advice: "the data is a file of its own, which %files copies",
    recipe: `${head}%files\n    data.txt /data\n`,
  },
});
