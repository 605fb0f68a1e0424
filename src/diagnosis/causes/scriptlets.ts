/** Scripts of packages that fail while the package is installed. */
import type { Cure } from "../diagnosis.ts";
import type { CauseEntry, Shown, Situation } from "./cause-entry.ts";

/** A package manager's word that a scriptlet made it give a package up. */
export const SCRIPTLET_ENDS = [
  /\berror: %(?:pre|prein|pretrans|preun|sysusers|trigger\w*)\((.+?)\) scriptlet failed, exit status \d+/,
  /\[RPM\] %(?:pre|prein|pretrans|sysusers)\((.+?)\) scriptlet failed/,
  /Error in (?:<unknown>|PRE\w+|pre-\w+) scriptlet(?: in rpm package|:) (\S+)/,
  /installed (\S+) package (?:pre|post)-installation script subprocess (?:returned error|was killed)/,
  /new (\S+) package (?:pre|post)-installation script subprocess (?:returned error|was killed)/,
  /^dpkg: error processing (?:package|archive) (\S+) \(--(?:configure|unpack|install)\)/,
  /^ERROR: (\S+)\.(?:pre|post)-(?:install|upgrade): script exited with error/,
];

export const scriptlets: readonly CauseEntry[] = [
  {
    cause: "scriptlet-failed",
    rules: ["DF101", "DF102"],
    signs: SCRIPTLET_ENDS.map((pattern) => ({ by: "output" as const, pattern })),
    cure: cureOfScriptlet,
  },
];

function cureOfScriptlet(situation: Situation, { match }: Shown): Cure {
  const name = match[1] ?? "a package";
  if (situation.mode === "suid-fakeroot") {
    return {
      kind: "recipe",
      advice: `A script of ${name} failed while it was installed. Here that is mostly a script that adds an account: \`deflint build\` mends that by itself.`,
    };
  }
  return {
    kind: "recipe",
    advice: `A script of ${name} failed while it was installed; the lines above it say why. Leave the package out if nothing needs it (--no-install-recommends, --setopt=install_weak_deps=False).`,
  };
}
