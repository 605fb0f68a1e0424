/** A backslash at the end of a header line with nothing to join. */
import { proofOf } from "../define-proof.ts";

const body = "%post\n    touch /made\n";

export default proofOf({
  rule: "DF007",
  demonstrations: [
    {
      what: "before a blank line",
      base: "mini",
      recipe: `Bootstrap: localimage\nFrom: {base} \\\n\nStage: final\n\n${body}`,
      failure: /panic: assignment to entry in nil map/,
      lookAfter: ({ image }) => (image.has("/made") ? "fine" : "lost"),
      after: "fix",
    },
    {
      what: "before a comment",
      base: "mini",
      recipe: `Bootstrap: localimage\nFrom: {base} \\\n# what it is for\nStage: final\n\n${body}`,
      failure: /panic: assignment to entry in nil map/,
      lookAfter: ({ image }) => (image.has("/made") ? "fine" : "lost"),
      after: "fix",
    },
    {
      what: "before a section",
      base: "mini",
      recipe: `Bootstrap: localimage\nFrom: {base}\nStage: build \\\n\n%post\n    echo built > /out\n\nBootstrap: localimage\nFrom: {base}\n\n%files from build\n    /out /made\n`,
      failure: /stage build was not found/,
      lookAfter: ({ image }) => (image.has("/made") ? "fine" : "lost"),
      after: "fix",
    },
  ],
});
