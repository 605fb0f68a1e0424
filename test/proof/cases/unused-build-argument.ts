/** A build argument that the recipe does not use. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF023",
  base: "mini",
  recipe: ["touch /made"],
  buildArguments: { VERSION: "1.2" },
  failure: /unused build args: VERSION/,
  look: ({ image }) => (image.has("/made") ? "fine" : "lost"),
  after: { advice: "--warn-unused-build-args", flags: ["--warn-unused-build-args"] },
});
