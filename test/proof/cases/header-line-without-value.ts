/** A line in the header that is no key and value. */
import { proofOf } from "../define-proof.ts";

const head = "Bootstrap: localimage\nFrom: {base}\n";

export default proofOf({
  rule: "DF006",
  demonstrations: [
    {
      what: "a command",
      base: "mini",
      recipe: `${head}\ntouch /made\n`,
      failure: /header key touch \/made had no val/,
      lookAfter: ({ image }) => (image.has("/made") ? "fine" : "lost"),
      after: { advice: "%post is written above the command", recipe: `${head}\n%post\n    touch /made\n` },
    },
    {
      what: "a key without its colon",
      base: "mini",
      recipe: "Bootstrap: localimage\nFrom {base}\n\n%post\n    touch /made\n",
      failure: /header key .* had no val/i,
      lookAfter: ({ image }) => (image.has("/made") ? "fine" : "lost"),
      after: "unsafe-fix",
    },
  ],
});
