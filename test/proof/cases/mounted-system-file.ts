/** Files that Apptainer mounts in %post. */
import { proofOf } from "../define-proof.ts";

export default proofOf({
  rule: "DF113",
  demonstrations: [
    {
      what: "written into",
      base: "mini",
      recipe: ["echo '10.0.0.5 licence' >> /etc/hosts", "cp /etc/hosts /opt-hosts"],
      look: ({ image }) => {
        const wasSeen = image.read("/opt-hosts").includes("licence");
        return wasSeen && !image.read("/etc/hosts").includes("licence") ? "lost" : "fine";
      },
      lookAfter: ({ image }) => (image.has("/opt-hosts") ? "fine" : "lost"),
      after: { advice: "the line is taken out", recipe: ["cp /etc/hosts /opt-hosts"] },
    },
    {
      what: "another put in its place",
      base: "mini",
      recipe: ["sed -i 's/localhost/localhost here/' /etc/hosts", "touch /made"],
      failure: /^sed: cannot rename .*: Device or resource busy/,
      lookAfter: ({ image }) => (image.has("/made") ? "fine" : "lost"),
      after: "unsafe-fix",
    },
  ],
});
