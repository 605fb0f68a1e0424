/** Files from a stage that there is not. */
import { proofOf } from "../define-proof.ts";

const stages = (name: string): string =>
  `Bootstrap: localimage\nFrom: {base}\nStage: build\n\n%post\n    echo built > /out\n\nBootstrap: localimage\nFrom: {base}\n\n%files from ${name}\n    /out /opt/out\n`;

export default proofOf({
  rule: "DF028",
  base: "mini",
  recipe: stages("biuld"),
  failure: /stage biuld was not found/,
  lookAfter: ({ image }) => (image.has("/opt/out") ? "fine" : "lost"),
  after: { advice: "the name is corrected", recipe: stages("build") },
});
