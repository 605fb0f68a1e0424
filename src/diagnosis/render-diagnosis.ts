/** A diagnosis for a person: what failed, why, what to do. */
import pc from "picocolors";
import type { SourceText } from "#grammar/source.ts";
import { makeExcerpt } from "../reporters/excerpt.ts";
import { printable } from "../reporters/printable.ts";
import { CAUSE_TITLES } from "./causes/titles.ts";
import type { Cause, Diagnosis } from "./diagnosis.ts";
import type { Phase } from "./phases.ts";
import { type Colors, label, quoted, renderMend } from "./render-parts.ts";

/** How it is shown, and what it is about. */
export interface DiagnosisView {
  readonly color: boolean;
  /** Undefined where no terminal sets them. */
  readonly columns: number | undefined;
  /** Path of the log as the user gave it. */
  readonly log: string;
  readonly recipe: { readonly path: string; readonly source: SourceText } | undefined;
}

const DEFAULT_COLUMNS = 100;
const LEAST_COLUMNS = 40;

/** What each phase does, as the end of "failed while ...". */
const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  start: "getting ready",
  fetch: "fetching the base image",
  unpack: "unpacking the base image",
  setup: "running %setup",
  files: "copying %files",
  post: "running %post",
  configure: "writing the image's metadata",
  test: "running %test",
  assemble: "writing the image",
  done: "ending",
};

/** Renders a diagnosis, each line ended. Nothing of the log or the recipe reaches a terminal unescaped. */
export function renderDiagnosis(diagnosis: Diagnosis, view: DiagnosisView): string {
  const colors = pc.createColors(view.color);
  const columns = Math.max(Math.min(view.columns ?? DEFAULT_COLUMNS, DEFAULT_COLUMNS), LEAST_COLUMNS);
  const [first, ...others] = diagnosis.causes;
  const lines = [renderHead(diagnosis, view, colors)];
  if (first !== undefined) {
    lines.push(...renderPlace(first, diagnosis, view, columns, colors), ...renderCause(first, columns, colors));
    for (const other of others) lines.push(renderOther(other, view, colors));
  }
  if (
    diagnosis.outcome !== "complete" &&
    (first === undefined || first.cause === "unknown" || first.cause === "command-failed")
  ) {
    lines.push(...renderLastLines(diagnosis, colors));
  }
  return `${lines.join("\n")}\n`;
}

function renderHead({ outcome, phase, mode, exitStatus }: Diagnosis, { log }: DiagnosisView, colors: Colors): string {
  const name = colors.bold(printable(log, { oneLine: true }));
  if (outcome === "complete") return `${name}: ${colors.green("the build is complete")}`;
  if (phase === undefined) return `${name}: no build is seen in this log`;
  const inMode = mode === undefined ? "" : ` (mode ${mode})`;
  if (outcome === "cut")
    return `${name}: ${colors.yellow("the log ends before the build does")}, while ${PHASE_WORDS[phase]}${inMode}`;
  const status = exitStatus === undefined || exitStatus === 255 ? "" : `, exit status ${exitStatus}`;
  return `${name}: ${colors.red(`the build failed while ${PHASE_WORDS[phase]}`)}${status}${inMode}`;
}

function renderPlace(
  { line }: Cause,
  { range }: Diagnosis,
  { recipe }: DiagnosisView,
  columns: number,
  colors: Colors,
): string[] {
  if (recipe === undefined) return [];
  const path = printable(recipe.path, { oneLine: true });
  if (line === null) {
    return range === undefined
      ? []
      : ["", `${colors.bold(`${path}:`)} between line ${range.first} and line ${range.last}`];
  }
  const { source } = recipe;
  const start = source.lineStarts[line - 1] ?? 0;
  const text = source.text.slice(start, source.lineStarts[line] ?? source.text.length);
  const indent = text.length - text.trimStart().length;
  const excerpt = makeExcerpt(
    source,
    { start: start + indent, end: start + Math.max(text.trimEnd().length, indent) },
    columns - `${line}`.length - 3,
  );
  return ["", colors.bold(`${path}:${line}:`), `${colors.dim(`${line} |`)} ${excerpt.text}`.trimEnd()];
}

function renderCause({ cause, evidence, cure }: Cause, columns: number, colors: Colors): string[] {
  const evidenceText = printable(evidence.text, { oneLine: true });
  const cutEvidence = evidenceText.length > 300 ? `${evidenceText.slice(0, 300)}...` : evidenceText;
  const lines = [
    "",
    ...label("why", `${CAUSE_TITLES[cause]} (${cause})`, columns, colors),
    ...label("", `log line ${evidence.line}: ${cutEvidence}`, columns, colors),
    ...label("do", printable(cure.advice, { oneLine: true }), columns, colors),
  ];
  if (cure.flags !== undefined) lines.push(...label("", `flags: ${cure.flags.map(quoted).join(" ")}`, columns, colors));
  lines.push(...renderMend(cure, columns, colors));
  return lines;
}

function renderOther({ cause, line, evidence }: Cause, { recipe }: DiagnosisView, colors: Colors): string {
  const place = line === null || recipe === undefined ? "" : `, recipe line ${line}`;
  return `${colors.bold("also:")} ${CAUSE_TITLES[cause]} (${cause}; log line ${evidence.line}${place})`;
}

function renderLastLines({ lastLines }: Diagnosis, colors: Colors): string[] {
  if (lastLines.length === 0) return [];
  return [
    "",
    "The last lines:",
    ...lastLines.map((line) => colors.dim(`  ${printable(line, { oneLine: true }).slice(0, 300)}`)),
  ];
}
