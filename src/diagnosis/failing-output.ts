/** What the command that ended a script printed: the part of a log that can hold the reason. */
import type { LogLine } from "./log-line.ts";
import { isTraceLine } from "./trace.ts";
import { unquoteTrace } from "./trace-words.ts";

export interface FailingOutput {
  readonly output: readonly LogLine[];
  /** What the commands before it printed. */
  readonly before: readonly LogLine[];
  /** The last traced command, without its `+`; undefined where nothing was traced. */
  readonly traced: string | undefined;
  /** Its line. */
  readonly tracedAt: LogLine | undefined;
  readonly cwd: string | undefined;
  /** The commands traced before it. */
  readonly earlier: readonly string[];
}

/** deflint's own account stub puts the tools back in an EXIT trap, which is traced behind the command that failed. */
const OWN_CLEANING = /deflint[-_]|\/usr\/s?bin\/[\w-]+\.deflint-real/;
/** Ends a script on purpose: what led to it stands above. */
const GIVES_UP = /^(?:exit|return)\b/;
/** Its substitution was traced before it, and printed before it. */
const ASSIGNS = /^\w+=/;
const LOOK_BACK_LINES = 200;

/**
 * @param lines of the phase that failed, up to its end
 * @param isCleaning whether a traced command belongs to an EXIT trap
 */
export function failingOutput(lines: readonly LogLine[], isCleaning: (traced: string) => boolean): FailingOutput {
  const traces = lines.flatMap((line, at) => (line.level === undefined && isTraceLine(line.text) ? [at] : []));
  let last = traces.length - 1;
  const textAt = (index: number) => withoutPlus(lines[traces[index] ?? -1]?.text ?? "");
  const traps = traces.map((_, index) => textAt(index)).filter((text) => text.startsWith("trap "));
  const isOfTrap = (text: string): boolean =>
    OWN_CLEANING.test(text) ||
    isCleaning(text) ||
    traps.some((trap) => unquoteTrace(trap).includes(` ${unquoteTrace(text)}`));
  while (last >= 0 && isOfTrap(textAt(last))) last -= 1;
  const first = last - (GIVES_UP.test(textAt(last)) ? 5 : ASSIGNS.test(textAt(last)) ? 1 : 0);
  const from = Math.max((traces[first] ?? -1) + 1, (traces[last] ?? 0) - LOOK_BACK_LINES);
  const isPrinted = ({ level, text }: LogLine) => (level === undefined || level === "warning") && !isTraceLine(text);
  const earlier = traces.slice(0, Math.max(last, 0)).map((_, index) => textAt(index));
  return {
    output: lines.slice(from).filter(isPrinted),
    before: lines.slice(0, from).filter(isPrinted),
    traced: last < 0 ? undefined : textAt(last),
    tracedAt: lines[traces[last] ?? -1],
    cwd: directoryAfter(earlier),
    earlier,
  };
}

function withoutPlus(text: string): string {
  return text.replace(/^\++\d* /, "");
}

function directoryAfter(traced: readonly string[]): string | undefined {
  let directory: string | undefined;
  for (const command of traced) {
    const [, target] = /^(?:cd|pushd) (\S+)$/.exec(command) ?? [];
    if (target === undefined) continue;
    const plain = target.replace(/^'|'$/g, "");
    directory = plain.startsWith("/") ? plain : directory === undefined ? undefined : `${directory}/${plain}`;
  }
  return directory;
}
