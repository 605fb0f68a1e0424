/** The lines before a build's end that a person would read first. */
import type { LogLine } from "./log-line.ts";

const MOST = 12;
/** Printed with every failure under the fakeroot command, whatever failed. */
const NOISE = /^(?:If error was from fakeroot| {2}maybe use fakeroot inside| {2}https:\/\/apptainer\.org\/docs)/;
const TAGS = {
  info: "INFO:    ",
  warning: "WARNING: ",
  error: "ERROR:   ",
  fatal: "FATAL:   ",
  debug: "DEBUG:   ",
} as const;

/** At most twelve, in order, with their tags. */
export function lastLinesOf(lines: readonly LogLine[]): string[] {
  return lines
    .filter(({ level, text }) => text.trim() !== "" && level !== "debug" && !NOISE.test(text))
    .slice(-MOST)
    .map(({ level, text }) => (level === undefined ? text : `${TAGS[level]}${text}`));
}
