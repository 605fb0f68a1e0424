/** Crashes of the engine: a Go program prints `panic:` and its stack, without any tag. */
import type { LogLine } from "./log-line.ts";

const PANIC = /^panic: /;
/** A frame of the engine itself: a program of %post may crash in the same words. */
const OWN_FRAME = /\/(?:apptainer|singularity)\/(?:cmd\/internal\/cli|internal\/pkg|pkg\/build)\b/;
const STACK_LINES = 40;

/** The log with the first line of the engine's own crashes counted as one that ends a build. */
export function withCrashes(log: readonly LogLine[]): readonly LogLine[] {
  if (!log.some(({ text }) => PANIC.test(text))) return log;
  return log.map((line, at) =>
    PANIC.test(line.text) && log.slice(at + 1, at + STACK_LINES).some(({ text }) => OWN_FRAME.test(text))
      ? { ...line, level: "fatal" }
      : line,
  );
}
