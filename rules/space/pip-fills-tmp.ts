import type { Command } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Fix, inEveryMode, type Target } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { insertLines, placeAtEnd, placeBefore } from "../edits/place.ts";
import { findLargeInstall, isOfTools, PYTHON_INSTALLERS, readPipInstall } from "../knowledge/package-managers/pip.ts";
import { isInHostTmp } from "../knowledge/places/host-tmp.ts";
import type { Argument, Invocation } from "../knowledge/shell/invocation.ts";
import type { State } from "../knowledge/shell/state.ts";

const GIBIBYTE = 2 ** 30;
/** What pip needs for large frameworks, and for anything else; measured on the PyTorch 2.6 stack, with room to spare. */
const ROOM = { warning: 8 * GIBIBYTE, info: GIBIBYTE } as const;

interface Danger {
  readonly command: Command;
  /** What makes it large; undefined for an install like any other. */
  readonly large: Argument | undefined;
}

/** One finding a script: at the first large install, which names the others, or else one note at the first small one. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  const commands = new Set(ctx.flow.programsMatching(PYTHON_INSTALLERS).map(({ command }) => command));
  const dangers = [...commands].flatMap((command) => judge(command, ctx) ?? []);
  const [first, ...others] = dangers.filter(({ large }) => large !== undefined);
  const shown = first ?? dangers[0];
  const severity = first === undefined ? "info" : "warning";
  if (shown === undefined || (ctx.document.target.tmpBytes ?? 0) >= ROOM[severity]) return;
  yield {
    range: placeOf(shown),
    severity,
    message: describe(shown, ctx.document.target),
    related: others.map((other) => ({ message: `so does ${nameOf(other)}`, range: placeOf(other) })),
    fix: first && dangers[0] && moveTemporaryDirectory(ctx, dangers[0].command),
  };
}

/** The worst that any run of a command does. */
function judge(command: Command, ctx: ScriptContext): Danger | undefined {
  const dangers = ctx.flow.runsOf(command).flatMap(({ state, invocation }): Danger[] => {
    const install = invocation && readPipInstall(invocation);
    if (invocation === undefined || install === undefined) return [];
    if (hasOwnDirectory(invocation, state) || isOfTools(install)) return [];
    return [{ command, large: findLargeInstall(install, invocation) }];
  });
  return dangers.find(({ large }) => large !== undefined) ?? dangers[0];
}

function placeOf({ command, large }: Danger) {
  return large?.word ?? command;
}

function nameOf({ large }: Danger): string {
  const name = (large?.value ?? "").replace(/^(?:-r|--requirement=)/, "");
  return /\.(?:txt|in|lock)$/.test(name) ? `what ${name} asks for` : `${name} with what it needs`;
}

/** Whether the recipe already gives pip another place: a TMPDIR that is not the host's /tmp or /var/tmp, or is not known. */
function hasOwnDirectory({ environment }: Invocation, { variables, exported }: State): boolean {
  const isOwn = environment.has("TMPDIR");
  if (!isOwn && !(variables.has("TMPDIR") && exported.has("TMPDIR"))) return false;
  const directory = (isOwn ? environment : variables).get("TMPDIR");
  return directory === undefined || !isInHostTmp(directory);
}

function describe(danger: Danger, { tmpBytes }: Target): string {
  const room = tmpBytes === undefined ? "which is often small" : `which has ${(tmpBytes / GIBIBYTE).toFixed(1)} GiB`;
  return `pip downloads and builds ${danger.large === undefined ? "packages" : nameOf(danger)} in the host's /tmp, ${room}: %post does not inherit $TMPDIR. Bind a directory with room over /tmp (deflint build does), or export TMPDIR here.`;
}

const DIRECTORY = "/var/deflint-tmp";

/**
 * A directory inside the image, whose space is Apptainer's own temporary directory: made before pip, removed at the end.
 * Open to all, since a recipe may go on as another user. None where the recipe sets TMPDIR somewhere itself.
 */
function moveTemporaryDirectory(ctx: ScriptContext, command: Command): Fix | undefined {
  const { source } = ctx.document;
  if (/\bTMPDIR=/.test(ctx.script.joined.text)) return undefined;
  const place = placeBefore(source, ctx.script, command);
  const end = placeAtEnd(source, ctx.script);
  if (end === undefined || end.offset <= place.offset) return undefined;
  const line = (text: string, indent: string): string => `${indent}${text}${source.lineEnd}`;
  const before = [`export TMPDIR=${DIRECTORY}`, `mkdir -p -m 1777 ${DIRECTORY}`];
  const inserted = before.map((text) => line(text, place.indent)).join("");
  return {
    title: `Give pip a temporary directory inside the image, ${DIRECTORY}`,
    safety: "unsafe",
    edits: [insertLines(source, place, inserted), insertLines(source, end, line(`rm -rf ${DIRECTORY}`, end.indent))],
  };
}

export default defineRule({
  meta: {
    code: "DF201",
    name: "pip-fills-tmp",
    summary: "Give pip more room than the host's /tmp",
    why: `\`%post\` starts with a clean environment, so the \`$TMPDIR\` of your job does not reach it, and its \`/tmp\` is the host's, which on
login and compute nodes is often a few gigabytes in memory. pip downloads wheels and builds packages there: PyTorch and its CUDA
libraries alone need several gigabytes, and the build ends with \`[Errno 28] No space left on device\`. \`deflint build\` binds a private
directory of a larger local disk over \`/tmp\`; by hand it is \`apptainer build --bind DIR:/tmp\` with a fresh directory below \`$TMPDIR\`,
never \`$TMPDIR\` itself. In the recipe, \`export TMPDIR=\` a directory inside the image, and remove it at the end.`,
    severity: "warning",
    confidence: "medium",
    fix: "unsafe",
    needs: "host",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: [
      "CSC user guide, Containers: binding $TMPDIR over /tmp",
      "Apptainer 1.4.5, run in all modes: $TMPDIR is empty in %post, /tmp is the host's",
      "sylabs/singularity#2913",
    ],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
