/** A recipe without a header, and sections above it. */
import { proofOf } from "../define-proof.ts";

const head = "Bootstrap: localimage\nFrom: {base}\n\n";
const post = "%post\n    touch /made\n";
const failure = /multiple stages detected, all must have headers/;
const lookAfter = ({ image }: { image: { has(path: string): boolean } }) => (image.has("/made") ? "fine" : "lost");
const after = { advice: "the header comes first", recipe: `${head}${post}` };

export default proofOf({
  rule: "DF017",
  demonstrations: [
    { what: "no header", base: "mini", recipe: post, failure, lookAfter, after },
    { what: "a section above the header", base: "mini", recipe: `${post}\n${head}`, failure, lookAfter, after },
  ],
});
