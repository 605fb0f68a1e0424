/** A stub that is there in every build, also where the account could be made, and stays in the image. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF120",
  base: "mini",
  recipe: [
    "cp /usr/bin/true /usr/sbin/groupadd",
    "cp /usr/bin/true /usr/sbin/useradd",
    "groupadd -r service",
    "useradd -r -g service service",
  ],
  // The tools of the image do nothing, and say nothing.
  look: async ({ run }) => ((await run("groupadd", "--help")).text.includes("Usage: groupadd") ? "fine" : "misleads"),
  lookAfter: async ({ run, image, mode }) => {
    const isReal = (await run("groupadd", "--help")).text.includes("Usage: groupadd");
    const isMade = image.read("/etc/passwd").includes("service:") || mode === "suid-fakeroot";
    return isReal && isMade ? "fine" : "misleads";
  },
  after: "unsafe-fix",
});
