/** An agent that Apptainer does not have. */
import { proofOf } from "../define-proof.ts";

const rest = "\n%post\n    touch /made\n";
const lookAfter = ({ image }: { image: { has(path: string): boolean } }) => (image.has("/made") ? "fine" : "lost");

export default proofOf({
  rule: "DF019",
  demonstrations: [
    {
      what: "upper case",
      base: "mini",
      recipe: `Bootstrap: LocalImage\nFrom: {base}\n${rest}`,
      failure: /invalid build source LocalImage/,
      lookAfter,
      after: "fix",
    },
    {
      what: "From: above it",
      base: "mini",
      recipe: `From: {base}\nBootstrap: localimage\n${rest}`,
      failure: /no bootstrap specification found/,
      lookAfter,
      after: "fix",
    },
  ],
});
