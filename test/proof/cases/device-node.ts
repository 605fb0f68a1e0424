/** Device nodes, in the image and where the host's are. */
import { proofOf } from "../define-proof.ts";

const root = "the lab's root is that of a user namespace, which may make no devices; root of a machine may";

export default proofOf({
  rule: "DF108",
  demonstrations: [
    {
      what: "in the image",
      base: "mini",
      recipe: ["mkdir -p /opt/dev", "mknod /opt/dev/null c 1 3"],
      failure: /^mknod: .*: Operation not permitted/,
      look: ({ image }) => (image.stat("/opt/dev/null")?.isCharacterDevice() === true ? "fine" : "lost"),
      lookAfter: async ({ run }) => ((await run("sh", "-c", "echo x > /dev/null")).code === 0 ? "fine" : "fails"),
      after: { advice: "mknod is left out: the host's /dev is there", recipe: ["mkdir -p /opt/dev"] },
      notShown: { root },
    },
    {
      what: "in /dev",
      base: "mini",
      recipe: ["mknod /dev/ours c 1 3"],
      failure: /^mknod: .*: (?:Operation not permitted|Permission denied)/,
      look: ({ image }) => (image.stat("/dev/ours")?.isCharacterDevice() === true ? "fine" : "lost"),
      lookAfter: async ({ run }) => ((await run("sh", "-c", "echo x > /dev/null")).code === 0 ? "fine" : "fails"),
      after: { advice: "mknod is left out: the host's /dev is there", recipe: ["true"] },
      notShown: { root },
    },
  ],
});
