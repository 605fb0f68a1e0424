/** Another language's braces in a heredoc. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF027",
  base: "mini",
  recipe:
    "Bootstrap: localimage\nFrom: {base}\n\n%post\n    cat > /page.html <<'EOF'\n<title>{{ title }}</title>\nEOF\n",
  failure: /build var title is not defined/,
  lookAfter: ({ image }) => (image.read("/page.html") === "<title>{{ title }}</title>\n" ? "fine" : "lost"),
  after: {
    advice: "printf splits the braces",
    recipe: ["printf '<title>{%s title }}</title>\\n' '{' > /page.html"],
  },
});
