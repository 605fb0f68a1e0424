/** Hosts on which an ordinary user cannot build at all. */
import type { CauseEntry } from "./cause-entry.ts";

export const modes: readonly CauseEntry[] = [
  {
    cause: "setuid-disabled",
    blames: "nothing",
    signs: [
      {
        by: "engine",
        pattern: /suid workflow disabled by administrator|setuid.*(?:disabled|not allowed) by administrator/i,
      },
    ],
    cure: () => ({
      kind: "administrator",
      advice:
        "Apptainer is installed setuid, but `allow setuid = no` in apptainer.conf forbids it, and user namespaces do not work. Ask the administrator for user namespaces (sysctl user.max_user_namespaces), or build on another host.",
    }),
  },
  {
    cause: "newuidmap-missing",
    blames: "nothing",
    signs: [
      { by: "engine", pattern: /new([ug])idmap was not found in PATH/ },
      { by: "engine", pattern: /'new([ug])idmap' execution failed/ },
      { by: "engine", pattern: /new([ug])idmap: (?:write to|Target|open of|uid range|gid range)/ },
      { by: "output", pattern: /new([ug])idmap: (?:write to|Target|open of|uid range|gid range)/ },
    ],
    cure: (_, { match }) => ({
      kind: "flag",
      advice: `You have a range in /etc/subuid, but new${match[1]}idmap, which would use it, is missing or not setuid. Build with --ignore-subuid, or ask for the package uidmap or shadow-utils.`,
      flags: ["--ignore-subuid"],
    }),
  },
  {
    cause: "no-fakeroot-mode",
    blames: "nothing",
    signs: [
      { by: "engine", pattern: /mapping found but no user namespace available/ },
      {
        by: "engine",
        pattern: /Building from a definition file (?:unprivileged )?requires (?:either a suid|root or some)/,
      },
      { by: "engine", pattern: /could not use fakeroot: |not allowed to use fakeroot/ },
      { by: "engine", pattern: /no (?:user )?mapping entry found in \/etc\/sub[ug]id/ },
      {
        by: "engine",
        pattern:
          /[Yy]ou must be the root user|(?:proot command|--fakeroot).*(?:are|is) required to build|attempted to build with scripts as non-root/,
      },
      {
        by: "engine",
        pattern:
          /Failed to write to [UG]ID map|Failed to create (?:user namespace|container process)|not allowed to create user namespace|user namespace.*(?:disabled|not (?:enabled|available|supported))|root-mapped namespace.*fail/i,
      },
    ],
    cure: (_, { line: { text } }) => {
      if (/mapping found but no user namespace/.test(text)) {
        return {
          kind: "flag",
          advice: "You have a range in /etc/subuid, but user namespaces do not work here. Build with --ignore-subuid.",
          flags: ["--ignore-subuid"],
        };
      }
      if (/subgid/.test(text)) {
        return {
          kind: "flag",
          advice:
            "You have a range in /etc/subuid and none in /etc/subgid. Build with --ignore-subuid, or ask the administrator for both.",
          flags: ["--ignore-subuid"],
        };
      }
      if (/root or some kind of fake root/.test(text)) {
        return {
          kind: "administrator",
          advice:
            "Without user namespaces only the fakeroot command is left, and it is missing or ignored. Ask for the package fakeroot or for user namespaces; do not give --ignore-fakeroot-command.",
        };
      }
      return {
        kind: "administrator",
        advice:
          "An ordinary user cannot build from a recipe on this host. Ask for user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone), a range in /etc/subuid and /etc/subgid, or the packages apptainer-suid and fakeroot; `deflint host` says what is there.",
      };
    },
    lessThan: ["newuidmap-missing"],
  },
];
