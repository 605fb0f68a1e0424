/** Files of the host that %files names. */
import type { CauseEntry } from "./cause-entry.ts";

export const sources: readonly CauseEntry[] = [
  {
    cause: "source-missing",
    blames: "files",
    rules: ["DF401"],
    signs: [
      {
        by: "engine",
        pattern:
          /while copying \[?([^\]]+?)\]? to \S*: .*(?:cannot stat|No such file or directory|no such file or directory)/,
      },
      {
        by: "engine",
        pattern: /unable to copy files from (?:host|stage).*?cp: (?:cannot|can't) stat ['‘]?([^'’:]+)/,
      },
      {
        by: "engine",
        pattern: /unable to copy files from (?:host|stage).*(?:no such file|No such file|couldn't find)/,
      },
    ],
    cure: (_, { line: { text } }) => ({
      kind: "recipe",
      advice: /from stage/.test(text)
        ? "The stage that it is copied from does not have this file at its end: check the path, and that %post of that stage makes it."
        : "A source of %files is not there. Its path is relative to the directory in which `apptainer build` is called, not to the recipe: call it from the right directory, or mend the path.",
    }),
  },
];
