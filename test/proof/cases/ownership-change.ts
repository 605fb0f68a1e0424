/** Files given to somebody else than root. */
import { proofOf } from "../define-proof.ts";

const give = (owner: string): string[] => [
  "mkdir -p /opt/app",
  "echo data > /opt/app/data",
  `chown -R ${owner} /opt/app`,
];
const failure = /^chown: changing ownership of '\/opt\/app.*': Invalid argument/;
const readable = { advice: "all may read the files", recipe: [...give("0").slice(0, 2), "chmod -R a+rX /opt/app"] };

export default proofOf({
  rule: "DF106",
  demonstrations: [
    {
      what: "an ordinary id",
      base: "mini",
      recipe: give("1000:1000"),
      failure,
      look: ({ image }) => (image.owner("/opt/app/data") === "1000:1000" ? "fine" : "lost"),
      lookAfter: ({ image }) => (((image.stat("/opt/app/data")?.mode ?? 0) & 0o004) === 0 ? "lost" : "fine"),
      after: readable,
    },
    {
      what: "an id from 65536 on",
      base: "mini",
      recipe: give("100000:100000"),
      failure,
      look: ({ image }) => (image.owner("/opt/app/data") === "100000:100000" ? "fine" : "lost"),
      lookAfter: ({ image }) => (((image.stat("/opt/app/data")?.mode ?? 0) & 0o004) === 0 ? "lost" : "fine"),
      after: readable,
      notShown: { root: "the lab's root has the ids below 65536 only, which root of a machine has not" },
    },
  ],
});
