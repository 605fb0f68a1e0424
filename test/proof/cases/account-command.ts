/** Accounts are made where they can be made, and nowhere else. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF103",
  base: "mini",
  recipe: ["groupadd -r service", "useradd -r -g service service"],
  failure: /groupadd: failure while writing changes to \/etc\/group/,
  look: ({ image }) => (image.read("/etc/passwd").includes("service:") ? "fine" : "lost"),
  // The stand-ins keep the build from ending; an account that cannot be made is not made.
  lookAfter: ({ image }) =>
    image.has("/usr/sbin/groupadd") && !image.has("/usr/sbin/groupadd.real") ? "fine" : "misleads",
  after: "fix",
});
