/** A build argument without a value. */
import { proofOf } from "../define-proof.ts";

const head = "Bootstrap: localimage\nFrom: {base}\n\n";
const post = "%post\n    echo {{ VERSION }} > /version\n";

export default proofOf({
  rule: "DF015",
  base: "mini",
  recipe: `${head}${post}`,
  failure: /build var VERSION is not defined/,
  lookAfter: ({ image }) => (image.read("/version") === "1.2\n" ? "fine" : "lost"),
  after: { advice: "%arguments gives it a value", recipe: `${head}%arguments\n    VERSION=1.2\n\n${post}` },
});
