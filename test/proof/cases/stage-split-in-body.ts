/** A line of a body that starts with bootstrap: */
import { proofOf } from "../define-proof.ts";

const head = "Bootstrap: localimage\nFrom: {base}\n\n";

export default proofOf({
  rule: "DF008",
  demonstrations: [
    {
      what: "in a heredoc",
      base: "mini",
      recipe: `${head}%post\n    cat > /inner.def <<EOF\nBootstrap: docker\nFrom: alpine\nEOF\n`,
      failure: /header key EOF had no val/,
      lookAfter: ({ image }) => (image.read("/inner.def").includes("Bootstrap: docker") ? "fine" : "lost"),
      after: {
        advice: "the line is indented",
        recipe: `${head}%post\n    cat > /inner.def <<EOF\n  Bootstrap: docker\n  From: alpine\nEOF\n`,
      },
    },
    {
      what: "in %help",
      base: "mini",
      recipe: `${head}%help\nA recipe of your own begins with\nBootstrap: localimage\nand the name of this image.\n`,
      failure: /header key and the name of this image\. had no val/,
      lookAfter: ({ image }) =>
        image.read("/.singularity.d/runscript.help").includes("Bootstrap: localimage") ? "fine" : "lost",
      after: "fix",
    },
  ],
});
