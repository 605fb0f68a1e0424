/** Capabilities and device nodes, which are for real root. */
import type { CauseEntry } from "./cause-entry.ts";
import { otherWay } from "./other-way.ts";

export const devices: readonly CauseEntry[] = [
  {
    cause: "capability-refused",
    rules: ["DF107"],
    signs: [
      {
        by: "output",
        pattern:
          /cap_set_file failed|unable to set CAP_SETFCAP|[Ff]ailed to set capabilities on file|setcap: .*(?:not permitted|not supported)/,
      },
    ],
    cure: (situation) => ({
      kind: "recipe",
      advice: `File capabilities cannot be set in this build; for packages give dnf --setopt=tsflags=nocaps, else leave setcap out.${otherWay(situation)}`,
    }),
  },
  {
    cause: "device-node-refused",
    blames: "from",
    rules: ["DF115"],
    signs: [
      {
        by: "engine",
        phases: ["fetch"],
        pattern: /while copying pseudo devices|while creating \S*\/dev\/\w+: operation/,
      },
      { by: "output", phases: ["fetch"], pattern: /^mknod: .*(?:Operation not permitted|Permission denied)/ },
    ],
    cure: () => ({
      kind: "recipe",
      advice:
        "This kind of Bootstrap makes device nodes for the base, which only real root can do: start from an image of the same distribution instead (Bootstrap: docker, or localimage).",
    }),
  },
  {
    cause: "device-node-refused",
    rules: ["DF108"],
    signs: [
      { by: "output", pattern: /^mknod: .*(?:Operation not permitted|Permission denied)/ },
      {
        by: "output",
        pattern: /cpio: mknod failed|(?:Cannot|cannot|unable to) (?:mknod|create (?:device|special file)|make device)/,
      },
      { by: "engine", pattern: /while creating \S*\/dev\/\w+: operation not permitted|while copying pseudo devices/ },
    ],
    cure: () => ({
      kind: "recipe",
      advice:
        "Device nodes can be made by real root only, and /dev is the host's when the image runs: leave mknod out; a base from an image (Bootstrap: docker) needs none.",
    }),
  },
];
