/** tar: which commands unpack an archive with its owners, and where the archive comes from. */
import type { Command } from "#grammar/shell/tree.ts";
import type { ScriptContext } from "../../document.ts";
import type { ProgramRun } from "../shell/flow.ts";
import type { Argument, Invocation } from "../shell/invocation.ts";

/** Whether a command unpacks an archive and, being root, gives its files to the owners that stand in it. GNU tar 1.35. */
export function keepsOwners({ invocation, state }: ProgramRun): boolean {
  const { arguments: words, environment } = invocation;
  const letters = lettersOf(words);
  if (!letters.includes("x") && !words.some(({ value }) => /^--(?:extract|get)$/.test(value ?? ""))) return false;
  if (/[oOt]/.test(letters)) return false;
  if (words.some(({ value }) => /^--(?:no-same-owner|to-stdout|list|help|version)$/.test(value ?? ""))) return false;
  const { variables, exported } = state;
  const isSet = environment.has("TAR_OPTIONS") || (exported.has("TAR_OPTIONS") && variables.has("TAR_OPTIONS"));
  const options = environment.has("TAR_OPTIONS") ? environment.get("TAR_OPTIONS") : variables.get("TAR_OPTIONS");
  return !isSet || (options !== undefined && !/--no-same-owner/.test(options));
}

/** The one-letter options, also of the old form without a dash. */
function lettersOf(words: readonly Argument[]): string {
  return words
    .map(({ value = "" }, at) => (at === 0 ? /^-?([A-Za-z]+)$/ : /^-([A-Za-z]+)$/).exec(value)?.[1] ?? "")
    .join("");
}

/** Hosts that make an archive of a commit with `git archive`, whose files are all root's. */
const GIT_ARCHIVE =
  /\/\/(?:www\.)?github\.com\/[^/]+\/[^/]+\/(?:archive|tarball)\/|\/\/codeload\.github\.com\/|\/\/api\.github\.com\/repos\/.*\/tarball|\/-\/archive\/|\/\/bitbucket\.org\/[^/]+\/[^/]+\/get\//;

/** Whether the archive that a command unpacks holds files of root alone: it comes from `git archive`, or was made in this script. */
export function isRootsArchive({ command, invocation }: ProgramRun, ctx: ScriptContext): boolean {
  const archive = archiveOf(invocation);
  if (archive === undefined) return downloadsBefore(command).some((url) => GIT_ARCHIVE.test(url));
  const name = archive.split("/").at(-1) ?? "";
  const earlier = ctx.script.commands.filter(({ start }) => start < command.start);
  return earlier.some(({ words }) => {
    const values = words.map(({ value }) => value);
    const program = values[0]?.split("/").at(-1) ?? "";
    const names = values.some((value) => value === archive || value === name || value.split("/").at(-1) === name);
    if (program === "tar") return names && /^-?[A-Za-z]*c/.test(values[1] ?? "");
    return names && /^(?:wget|curl|aria2c)$/.test(program) && values.some((value) => GIT_ARCHIVE.test(value));
  });
}

/** The archive as it is written; undefined for the standard input. */
function archiveOf({ arguments: words }: Invocation): string | undefined {
  const at = words.findIndex(({ value = "" }, index) =>
    (index === 0 ? /^-?[A-Za-z]*f$|^--file$/ : /^-[A-Za-z]*f$|^--file$/).test(value),
  );
  const glued = words.map(({ word }) => /^--file=(.+)$/.exec(word.value)?.[1]).find((value) => value !== undefined);
  const archive = at === -1 ? glued : words[at + 1]?.word.value;
  return archive === "-" ? undefined : archive;
}

/** The addresses in the commands that write into the pipe of a command. */
function downloadsBefore({ parent, role }: Command): string[] {
  if (parent?.kind !== "chain" || typeof role !== "object") return [];
  return parent.members
    .slice(0, role.index)
    .flatMap((member) => (member.kind === "command" ? member.words.map(({ value }) => value) : []))
    .filter((value) => value.includes("://"));
}
