/** From a log, and the recipe where it is at hand, to what failed and why. */
import type { Recipe } from "#grammar/ast.ts";
import { ancestorsOf, type Command } from "#grammar/shell/tree.ts";
import type { CauseEntry, Shown } from "./causes/cause-entry.ts";
import { cureOfCommand } from "./causes/programs.ts";
import type { Cause, Diagnosis, LineRange } from "./diagnosis.ts";
import { findCauses } from "./find-causes.ts";
import { lastLinesOf } from "./last-lines.ts";
import { locate } from "./locate.ts";
import { engineOf, modeOf } from "./log-facts.ts";
import type { LogLine } from "./log-line.ts";
import { lastBuild } from "./segment.ts";
import { type Scene, setScene } from "./situation.ts";

/** Diagnoses the last build of a log. Pure; never throws for any log. */
export function diagnose(log: readonly LogLine[], recipe: Recipe | undefined): Diagnosis {
  const segment = lastBuild(log);
  const { lines, outcome } = segment;
  if (outcome === "complete") {
    return {
      outcome,
      phase: "done",
      mode: modeOf(lines),
      engine: engineOf(lines),
      exitStatus: undefined,
      causes: [],
      range: undefined,
      lastLines: [],
    };
  }
  const scene = setScene(segment, outcome, recipe);
  const { situation, followed } = scene;
  const found = outcome === "cut" && isSurvived(situation.command) ? [] : findCauses(situation);
  const known = found.map(
    ({ entry, shown }): Cause => ({
      cause: entry.cause,
      line: recipe === undefined ? null : locate(entry, shown, situation, followed, recipe),
      evidence: { line: shown.line.line + 1, text: shown.line.text.trim() },
      cure: entry.cure(situation, shown),
    }),
  );
  const causes = known.length > 0 || outcome === "cut" ? known : [describeUnknown(scene, recipe)];
  return {
    outcome,
    phase: situation.phase,
    mode: situation.mode,
    engine: situation.engine,
    exitStatus: situation.exitStatus,
    causes,
    range: rangeOf(scene, recipe),
    lastLines: lastLinesOf(scene.own),
  };
}

/** Whether a failure of the command does not end the script: it is asked, or something stands in for it. */
function isSurvived(command: Command | undefined): boolean {
  if (command === undefined) return false;
  return [command, ...ancestorsOf(command)].some(({ role, parent, negated }) => {
    if (negated || role === "condition") return true;
    return typeof role === "object" && parent?.kind === "chain" && parent.connectors.slice(role.index).includes("||");
  });
}

/** What reads as a complaint; make and its like only pass on what was said above. */
const COMPLAINT =
  /^E: |error|fail|cannot|can't|could not|couldn't|unable|denied|not found|no such|invalid|refused|fatal|killed|abort|undefined|missing|unknown|exception|unsupported|segmentation/i;
const PASSED_ON = /^(?:g?make(?:\[\d+\])?|ninja): |returned a non-zero|exit code \d+$/;
const COMPLAINT_LINES = 40;
/** Behind these nothing of the script is traced. */
const TELLS_NOTHING = /^(?:set \+|exec\b|\S*\/(?:ba|da|z)?sh .*\/\.post\.script$)/;

/** A failure that no known cause explains: the command where one is named, else nothing but the last words. */
function describeUnknown(scene: Scene, recipe: Recipe | undefined): Cause {
  const { situation, followed, end } = scene;
  const { traced, output, phase } = situation;
  const complaints = output.slice(-COMPLAINT_LINES).filter(({ text }) => COMPLAINT.test(text));
  const complaint = complaints.findLast(({ text }) => !PASSED_ON.test(text)) ?? complaints.at(-1);
  const isScript =
    phase === "post" || phase === "setup" || phase === "test" || (phase === "start" && /%pre/.test(end?.text ?? ""));
  const isNamed = traced !== undefined && !TELLS_NOTHING.test(traced);
  const line: LogLine = complaint ??
    situation.tracedAt ??
    output.findLast(({ text }) => text.trim() !== "") ??
    end ?? { text: "", level: undefined, line: 0 };
  const shown: Shown = { line: phase === "files" ? (end ?? line) : line, match: [""] as unknown as RegExpExecArray };
  const entry: Pick<CauseEntry, "blames"> = phase === "files" ? { blames: "files" } : {};
  const at = recipe === undefined ? null : locate(entry, shown, situation, followed, recipe);
  const evidence = { line: line.line + 1, text: line.text.trim() };
  if (isScript && (isNamed || complaint !== undefined)) {
    return { cause: "command-failed", line: at, evidence, cure: cureOfCommand(situation) };
  }
  return {
    cause: "unknown",
    line: at,
    evidence: { line: (end ?? line).line + 1, text: (end ?? line).text.trim() },
    cure: { kind: "none", advice: "This failure is not known to deflint; the last lines of the log are all there is." },
  };
}

function rangeOf({ followed }: Scene, recipe: Recipe | undefined): LineRange | undefined {
  const place = followed?.place;
  if (place === undefined || recipe === undefined || place.first === place.last) return undefined;
  const lineOf = (offset: number): number => recipe.source.positionAt(offset).line + 1;
  return { first: lineOf(place.first.start), last: lineOf(place.last.start) };
}
