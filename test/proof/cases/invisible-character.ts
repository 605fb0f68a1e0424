/** A no-break space in a command and in a name. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF025",
  base: "mini",
  recipe: ["mkdir -p /opt/app\u00a0", "touch /opt/made"],
  look: ({ image }) => (image.has("/opt/app") ? "fine" : "misleads"),
  after: "unsafe-fix",
});
