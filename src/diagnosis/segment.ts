/** The last build of a log: what stands before belongs to builds that have ended. */
import { withCrashes } from "./crash.ts";
import type { LogLine } from "./log-line.ts";

/** One build's lines, and how they end. */
export interface Segment {
  readonly lines: readonly LogLine[];
  /** Index of the line that ends the build; the number of lines where none does. */
  readonly end: number;
  readonly outcome: "failed" | "complete" | "cut";
}

/** What the shell of a batch system or the kernel says when the engine itself was ended. */
const ENDED_FROM_OUTSIDE =
  /^(?:Killed|Terminated|Hangup|\S*(?:slurmstepd|srun): error: .*(?:CANCELLED|oom|OOM|Terminated|task \d+: (?:Killed|Out Of Memory|Exited))|=>> PBS: job killed|TERM_(?:RUNLIMIT|MEMLIMIT)|deflint build: (?:the build failed with exit code|ended by) )/;
const BUILD_FATAL =
  /^(?:While performing build|Unable to (?:build|create|get library|submit build)|While checking build target|Building from a|[Bb]uild |could not use fakeroot|\/etc\/sub[ug]id mapping found|new[ug]idmap was not found|suid workflow disabled|panic: )/;
const COMPLETE = /^Build complete: /;
const BEGINS = /^(?:Starting build\.\.\.|User not listed in \/etc\/subuid)/;

/** Finds the last build of a log. */
export function lastBuild(read: readonly LogLine[]): Segment {
  const log = withCrashes(read);
  const ends = log.flatMap((line, at) => (endOf(line) === undefined ? [] : [at]));
  const lastStart = log.findLastIndex(({ level, text }) => level === "info" && BEGINS.test(text));
  const lastEnd = ends.findLast((end) => isBuildsEnd(log[end])) ?? -1;
  const before = ends.filter(
    (end) => isBuildsEnd(log[end]) && (end < lastEnd || log.slice(end + 1, lastStart + 1).some(isStart)),
  );
  const from = (before.at(-1) ?? -1) + 1;
  const lines = log.slice(from);
  const own = ends.filter((end) => end >= from).map((end) => end - from);
  const complete = own.findLast((end) => endOf(lines[end]) === "complete");
  const fatal =
    own.findLast((end) => endOf(lines[end]) === "fatal" && isBuildsEnd(lines[end])) ?? lastOf(lines, own, "fatal");
  const outside = lastOf(lines, own, "outside");
  if (fatal !== undefined && (complete === undefined || fatal > complete))
    return { lines, end: fatal, outcome: "failed" };
  if (complete !== undefined) return { lines, end: complete, outcome: "complete" };
  if (outside !== undefined) return { lines, end: outside, outcome: "failed" };
  return { lines, end: lines.length, outcome: "cut" };
}

function isStart({ level, text }: LogLine): boolean {
  return level === "info" && BEGINS.test(text);
}

function isBuildsEnd(line: LogLine | undefined): boolean {
  return line !== undefined && (COMPLETE.test(line.text) || BUILD_FATAL.test(line.text));
}

function lastOf(lines: readonly LogLine[], ends: readonly number[], kind: "fatal" | "outside"): number | undefined {
  return ends.findLast((end) => endOf(lines[end]) === kind);
}

function endOf(line: LogLine | undefined): "complete" | "fatal" | "outside" | undefined {
  if (line === undefined) return undefined;
  if (line.level === "fatal") return "fatal";
  if ((line.level === "info" || line.level === "debug") && COMPLETE.test(line.text)) return "complete";
  return line.level === undefined && ENDED_FROM_OUTSIDE.test(line.text) ? "outside" : undefined;
}
