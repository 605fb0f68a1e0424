import type { Command } from "#grammar/shell/tree.ts";
import type { Range } from "#grammar/source.ts";
import { type Draft, defineRule, type Fix, type Severity, type Target } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { insertLines, placeAtEnd, placeBefore } from "../edits/place.ts";
import type { Invocation } from "../knowledge/invocation.ts";
import { isHuge, type PipInstall, readPipInstall, takesCpuWheels } from "../knowledge/pip.ts";

const GIBIBYTE = 2 ** 30;
/** What pip needs for large frameworks, and for anything else; measured on the PyTorch 2.6 stack, with room to spare. */
const ROOM = { warning: 8 * GIBIBYTE, info: GIBIBYTE, error: Number.POSITIVE_INFINITY } as const;

interface Danger {
  readonly command: Command;
  readonly severity: Severity;
  /** What makes it large; undefined for an install like any other. */
  readonly evidence: Evidence | undefined;
}

interface Evidence {
  readonly range: Range;
  /** What is installed, for the message. */
  readonly what: string;
}

/** One warning for each large install; for small ones a single note, and none beside a warning. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  const dangers = (ctx.script.tree?.commands ?? []).flatMap((command) => judge(command, ctx) ?? []);
  const large = dangers.filter(({ severity }) => severity === "warning");
  const shown = large.length > 0 ? large : dangers.slice(0, 1);
  const first = dangers[0];
  const fix = first === undefined ? undefined : moveTemporaryDirectory(ctx, first.command);
  for (const danger of shown) {
    yield {
      range: danger.evidence?.range ?? danger.command,
      severity: danger.severity,
      message: describe(danger, ctx.document.target),
      ...(fix === undefined ? {} : { fix }),
    };
  }
}

function judge(command: Command, ctx: ScriptContext): Danger | undefined {
  const invocation = ctx.flow.invocationOf(command);
  const install = invocation && readPipInstall(invocation);
  if (invocation === undefined || install === undefined) return undefined;
  const state = ctx.flow.stateBefore(command);
  if (state.reached === "no" || hasOwnDirectory(invocation, state)) return undefined;
  const evidence = findEvidence(install, invocation);
  const severity = evidence === undefined ? "info" : "warning";
  const { tmpBytes } = ctx.document.target;
  if (tmpBytes !== undefined && tmpBytes >= ROOM[severity]) return undefined;
  return { command, severity, evidence };
}

function findEvidence({ packages, requirements }: PipInstall, invocation: Invocation): Evidence | undefined {
  if (takesCpuWheels(invocation)) return undefined;
  const huge = packages.find(({ value }) => value !== undefined && isHuge(value));
  if (huge?.value !== undefined) return { range: huge.word, what: `${huge.value} and what it needs` };
  const file = requirements[0]?.word;
  return file && { range: file, what: `what ${file.value.replace(/^(?:-r|--requirement=)/, "")} asks for` };
}

/** Whether the recipe already gives pip another place: a TMPDIR that is not the host's /tmp or /var/tmp, or is not known. */
function hasOwnDirectory(
  { environment }: Invocation,
  state: ReturnType<ScriptContext["flow"]["stateBefore"]>,
): boolean {
  if (environment.has("TMPDIR")) return !isHostTmp(environment.get("TMPDIR"));
  if (state.unknownVariables.has("TMPDIR")) return true;
  const value = state.variables.get("TMPDIR");
  return value !== undefined && !isHostTmp(value);
}

function isHostTmp(path: string | undefined): boolean {
  return path !== undefined && /^\/(?:var\/)?tmp(?:\/|$)/.test(path);
}

function describe({ evidence }: Danger, { tmpBytes }: Target): string {
  const room = tmpBytes === undefined ? "which is often small" : `which has ${(tmpBytes / GIBIBYTE).toFixed(1)} GiB`;
  return `pip downloads and builds ${evidence?.what ?? "packages"} in the host's /tmp, ${room}: %post does not inherit $TMPDIR. Bind a directory with room over /tmp (deflint build does), or export TMPDIR here.`;
}

const DIRECTORY = "/var/deflint-tmp";

/** A directory inside the image, whose space is Apptainer's own temporary directory: made before pip, removed at the end. */
function moveTemporaryDirectory(ctx: ScriptContext, command: Command): Fix | undefined {
  const { source } = ctx.document;
  const place = placeBefore(source, ctx.script, command);
  const end = placeAtEnd(source, ctx.script);
  if (end === undefined || end.offset <= place.offset) return undefined;
  const line = (text: string, indent: string): string => `${indent}${text}${source.lineEnd}`;
  const before = [`export TMPDIR=${DIRECTORY}`, `mkdir -p ${DIRECTORY}`]
    .map((text) => line(text, place.indent))
    .join("");
  return {
    title: `Give pip a temporary directory inside the image, ${DIRECTORY}`,
    safety: "unsafe",
    edits: [insertLines(source, place, before), insertLines(source, end, line(`rm -rf ${DIRECTORY}`, end.indent))],
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
    modes: {
      root: "fails",
      subuid: "fails",
      userns: "fails",
      "userns-fakeroot": "fails",
      "suid-fakeroot": "fails",
      proot: "fails",
    },
    since: "0.1.0",
    sources: [
      "CSC user guide, Containers: binding $TMPDIR over /tmp",
      "Apptainer 1.4.5, run in all modes: $TMPDIR is empty in %post, /tmp is the host's",
      "sylabs/singularity#2913",
    ],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
