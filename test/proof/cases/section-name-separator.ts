/** A section's name and what is glued to it. */
import { proofOf } from "../define-proof.ts";

const head = "Bootstrap: localimage\nFrom: {base}\n\n";
const failure = /invalid section\(s\) specified: post/;

export default proofOf({
  rule: "DF002",
  demonstrations: [
    {
      what: "a tab",
      base: "mini",
      recipe: `${head}%post\t-c /bin/bash -e\n    echo "$BASH_VERSION" > /made\n`,
      failure,
      lookAfter: ({ image }) => (image.read("/made").trim() === "" ? "lost" : "fine"),
      after: "fix",
    },
    {
      what: "a colon",
      base: "mini",
      recipe: `${head}%post:\n    touch /made\n`,
      failure,
      lookAfter: ({ image }) => (image.has("/made") ? "fine" : "lost"),
      after: "fix",
    },
  ],
});
