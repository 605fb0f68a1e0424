/** Base images that could not be had. */
import type { CauseEntry } from "./cause-entry.ts";

const NETWORK =
  /no such host|i\/o timeout|connection (?:refused|timed out)|(?<!read unix .*)connection reset|TLS handshake|x509:|network is unreachable|unexpected EOF|: EOF$|context deadline exceeded|proxyconnect|Temporary failure in name resolution|server misbehaving/i;

export const unreachableImages: readonly CauseEntry[] = [
  {
    cause: "image-unreachable",
    blames: "from",
    rules: ["DF305"],
    signs: [
      {
        by: "engine",
        pattern:
          /remote has no library client|failed to retrieve path for|no response received from singularity hub|could not parse reference|invalid reference format/,
      },
      {
        by: "engine",
        pattern: NETWORK,
        phases: ["start", "fetch", "unpack"],
      },
      {
        by: "engine",
        pattern:
          /manifest unknown|name unknown|repository .*not found|404 Not Found|NAME_UNKNOWN|MANIFEST_UNKNOWN|reading manifest|image .*(?:not found|does not exist)|[Uu]nable to (?:pull|download|fetch)|failed to get manifest|get did not succeed/i,
        phases: ["start", "fetch"],
      },
      { by: "engine", pattern: /conveyor failed to get: /, phases: ["start", "fetch"] },
    ],
    cure: ({ phase }, { line: { text } }) => {
      if (/library client|singularity hub/.test(text)) {
        return {
          kind: "recipe",
          advice:
            "Apptainer knows no library of images by itself, and Singularity Hub is closed. Take the image from a registry: Bootstrap: docker; or add the library once: apptainer remote add --no-login SylabsCloud cloud.sylabs.io && apptainer remote use SylabsCloud.",
        };
      }
      if (/retrieve path|lstat|no such file/.test(text)) {
        return {
          kind: "recipe",
          advice:
            "The base image that From: names is not there. Its path is relative to the directory in which `apptainer build` is called.",
        };
      }
      if (/parse reference|invalid reference/.test(text)) {
        return {
          kind: "recipe",
          advice:
            "From: is no name of an image: it is written in lower case as NAME:TAG or HOST/NAME:TAG, and must not be empty.",
        };
      }
      if (/manifest|name unknown|404|NAME_UNKNOWN|not found/i.test(text)) {
        return {
          kind: "recipe",
          advice: "The registry has no image of that name and tag: check From:, tags are taken away sometimes.",
        };
      }
      if (!NETWORK.test(text)) {
        return { kind: "none", advice: "The base image could not be read, and the message is all that says why." };
      }
      return {
        kind: "host",
        advice: `The registry was not reached${phase === "fetch" ? "" : " to its end"}. On compute nodes there is often no way out: build on a login node, set https_proxy, or fetch the base first (apptainer pull) and use Bootstrap: localimage.`,
      };
    },
    lessThan: [
      "image-denied",
      "bootstrap-tool-missing",
      "no-space-in-build-dir",
      "no-space-in-cache",
      "quota-exceeded",
      "architecture-mismatch",
      "device-node-refused",
      "build-dir-refuses-owners",
    ],
  },
];
