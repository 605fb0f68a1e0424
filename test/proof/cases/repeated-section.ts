/** A section that is written twice, with different arguments: the last ones count for both. */
import { proofOf } from "../define-proof.ts";

const head = "Bootstrap: localimage\nFrom: {base}\n\n";

export default proofOf({
  rule: "DF013",
  base: "mini",
  recipe: `${head}%post\n    false\n    touch /reached\n\n%post -c /bin/bash\n    echo "$BASH_VERSION" > /bash\n`,
  // Without the second one the build would have ended at `false`.
  look: ({ image }) => (image.has("/reached") ? "misleads" : "fine"),
  lookAfter: ({ image }) => (image.read("/bash").trim() === "" ? "lost" : "fine"),
  after: {
    advice: "one section, and a failure that is meant is said",
    recipe: `${head}%post -c /bin/bash -e\n    false || touch /reached\n    echo "$BASH_VERSION" > /bash\n`,
  },
});
