/** Programs that change to another user, where there is none. */
import type { CauseEntry } from "./cause-entry.ts";
import { otherWay } from "./other-way.ts";

export const users: readonly CauseEntry[] = [
  {
    cause: "apt-sandbox",
    rules: ["DF105"],
    signs: [
      { by: "output", pattern: /^E: (?:setgroups|setegid|seteuid|setresuid|setresgid) \d+ failed/ },
      { by: "output", pattern: /Failed to set(?:groups|e?uid|e?gid)\b.*\((?:1|22): / },
    ],
    cure: (situation) => ({
      kind: "recipe",
      advice: `apt changes to its own user _apt to download, and that user does not exist in this build. Put this before the first apt: echo 'APT::Sandbox::User "root";' > /etc/apt/apt.conf.d/99sandbox (\`deflint build\` mends it by itself).${otherWay(situation)}`,
    }),
  },
  {
    cause: "sudo-refused",
    rules: ["DF110"],
    signs: [
      {
        by: "output",
        pattern:
          /^sudo: (?:PERM_|effective uid is not 0|\S+ (?:is|must be) owned by|unable to (?:set|change)|setresuid|a password is required|\S+ (?:is|must be) .*setuid|.*"no new privileges")/,
      },
      { by: "output", pattern: /(?:^|: )sudo: (?:command )?not found/ },
    ],
    cure: () => ({ kind: "recipe", advice: "%post runs as root already: leave sudo out." }),
  },
  {
    cause: "user-switch-refused",
    rules: ["DF109"],
    signs: [
      {
        by: "output",
        pattern:
          /^(?:su|runuser|setpriv|gosu|chroot|start-stop-daemon|su-exec|newgrp|sg): .*(?:set(?:groups|resuid|resgid|uid|gid|priv)|cannot set (?:groups|user|group)|failed to switch|Authentication failure|setgid|setuid)/,
      },
      {
        by: "output",
        pattern:
          /(?:setgroups|setresuid|setresgid|initgroups|setuid|setgid)(?:\([^)]*\))?(?: failed)?: (?:Operation not permitted|Invalid argument)/,
      },
    ],
    cure: (situation) => ({
      kind: "recipe",
      advice: `There is no other user to change to in this build: run the command itself, without su, runuser or gosu.${otherWay(situation)}`,
    }),
    lessThan: ["apt-sandbox", "sudo-refused"],
  },
];
