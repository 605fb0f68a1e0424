/** A wheel of our own of 40 MB, installed by pip from an index on this host, where the host's /tmp has 20 MB. */
import { type Demonstration, proofOf } from "../define-proof.ts";

const INSTALL = "pip install --break-system-packages --index-url http://{registry}/simple/ torch";

const TORCH: Omit<Demonstration, "after"> = {
  base: "python",
  env: { LAB_TMP: "20m" },
  recipe: `Bootstrap: localimage
From: {base}

%post
    ${INSTALL}
`,
  failure: /\[Errno 28\] No space left on device/,
  look: ({ image }) => {
    const found = image.stat("/usr/local/lib/python3.11/dist-packages/torch/weights.bin");
    return found?.size === 40 * 2 ** 20 ? "fine" : "lost";
  },
};

export default proofOf({
  rule: "DF201",
  demonstrations: [
    { ...TORCH, what: "by the build plan", after: "plan" },
    {
      ...TORCH,
      what: "by the recipe alone",
      deflintFlags: ["--no-bind-tmp"],
      lookAfter: (built) => (built.image.has("/var/deflint-tmp") ? "misleads" : (TORCH.look?.(built) ?? "fine")),
      after: "unsafe-fix",
    },
  ],
});
