import type { Range } from "#grammar/source.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { addOptions } from "../edits/add-option.ts";
import { insertLines, placeAtEnd } from "../edits/place.ts";
import {
  CACHE_NAMES,
  empties,
  fills,
  PACKAGE_CACHES,
  type PackageCache,
} from "../knowledge/package-managers/caches.ts";
import { readTransaction } from "../knowledge/package-managers/transactions.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";

/** One finding for each manager: at the first command that fills its cache and has no command behind it that empties it. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  if (!isFinalStage(ctx.stage)) return;
  for (const name of CACHE_NAMES) {
    const cache: PackageCache = PACKAGE_CACHES[name];
    const filled = ctx.flow.programsMatching(cache.programs).filter((run) => fills(cache, run));
    if (filled.length === 0 || cache.setting?.test(ctx.script.joined.text)) continue;
    const runs = ctx.flow.programs;
    const emptied = runs.findLastIndex(({ invocation, state }) => empties(cache, invocation, state));
    const filling = runs.slice(emptied + 1).filter((run) => filled.includes(run));
    const [first] = filling;
    if (first === undefined) continue;
    yield { range: rangeOf(first), message: describe(cache, first), fix: mend(cache, filling, ctx) };
  }
}

function rangeOf({ command, invocation }: ProgramRun): Range {
  const [start, end] = [invocation.program.word.start, command.words.at(-1)?.end ?? command.end];
  return start < end ? { start, end } : command;
}

/** The command that empties a cache, by the name under which the manager was called. */
function emptyingCommand({ empty, programs }: PackageCache, { invocation }: ProgramRun): string {
  const [program = "", ...rest] = empty.split(" ");
  return programs.test(program) ? [invocation.name, ...rest].join(" ") : empty;
}

function describe(cache: PackageCache, run: ProgramRun): string {
  const { stays, option } = cache;
  const end = `end %post with \`${emptyingCommand(cache, run)}\``;
  const cure = option === undefined ? `E${end.slice(1)}` : `Add ${option}, or ${end}`;
  return `${stays[0]?.toUpperCase()}${stays.slice(1)} in the image for nothing. ${cure}.`;
}

/** The option for each command; for a manager that has none, a line at the end that empties the cache. */
function mend(cache: PackageCache, filling: readonly ProgramRun[], ctx: ScriptContext): Fix | undefined {
  if (cache.option === undefined) return emptyAtEnd(cache, filling, ctx);
  const { option } = cache;
  const edits = addOptions(
    filling.map((run) => ({ behind: readTransaction(run.command, run.invocation, run.state)?.verb, option })),
  );
  return edits && { title: `Add ${option}`, safety: "safe", edits };
}

/** Whether a branch or loop of the script may end it before its end. */
function mayEndEarlier({ script }: ScriptContext): boolean {
  const commands = script.tree?.commands ?? [];
  return commands.some(
    ({ parent, words }) => parent !== undefined && /^(?:exit|exec|return)$/.test(words[0]?.value ?? ""),
  );
}

/** None where the manager, or the script itself, is not sure to be there at the end. */
function emptyAtEnd(cache: PackageCache, filling: readonly ProgramRun[], ctx: ScriptContext): Fix | undefined {
  const { source } = ctx.document;
  const [first] = filling;
  const place = placeAtEnd(source, ctx.script);
  if (cache.canEndScript !== true || first?.state.reached !== "yes" || place === undefined) return undefined;
  if (mayEndEarlier(ctx)) return undefined;
  if (place.offset < Math.max(...filling.map(({ command }) => command.end))) return undefined;
  const line = `${place.indent}${emptyingCommand(cache, first)}${source.lineEnd}`;
  return { title: "Empty it at the end of %post", safety: "safe", edits: [insertLines(source, place, line)] };
}

export default defineRule({
  meta: {
    code: "DF802",
    name: "package-cache-left",
    summary: "Leave no caches of package managers in the image",
    why: `Package managers keep what they download: apt its lists, dnf and zypper the metadata of repositories, pip and conda whole packages.
In an image nobody uses it again, and it can be gigabytes. An image of Apptainer is one layer, unlike one of Docker, so it is enough to
empty the caches once, at the end of \`%post\`: \`rm -rf /var/lib/apt/lists/*\`, \`dnf clean all\`, \`zypper clean --all\`,
\`conda clean --all --yes\`. pip takes \`--no-cache-dir\`, apk \`--no-cache\`. In a build without user namespaces pip's cache lies in a
home directory of its own inside the image, \`/home/USER/.cache\`.`,
    severity: "info",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "apt-get(8), dnf(8), zypper(8), apk(8), pip(1), conda clean --help",
      "Apptainer 1.4.5, run: $HOME is /home/USER in %post without user namespaces",
    ],
    group: "hygiene",
  },
  on: { post: (_script, ctx) => check(ctx) },
});
