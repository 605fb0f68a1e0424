/** A line of a build's log as the engine tags it. */

/** How grave the engine says a line is; undefined for what the programs of the recipe print. */
export type LogLevel = "info" | "warning" | "error" | "fatal" | "debug";

export interface LogLine {
  /** Without colour codes, carriage returns and the engine's tag. */
  readonly text: string;
  readonly level: LogLevel | undefined;
  /** 0-based. */
  readonly line: number;
}

// CSI and OSC sequences, and the two-byte ones (ECMA-48).
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[()][0-9A-Za-z]|[ -/]*[0-~])/g;

// pkg/sylog pads its tags to eight columns and one space; with --debug it names process and function. The starter, which
// is C, writes `ERROR  : `. pip and others write `ERROR: ` with one space: that is not the engine's word.
const TAG =
  /^(?:(INFO: {4}|WARNING: |ERROR: {3}|FATAL: {3}|LOG: {5}|VERBOSE: |DEBUG: {3})|(INFO|WARNING|ERROR|FATAL|LOG|VERBOSE|DEBUG) *(?:\[U=\d+,P=\d+\] +(?:[\w.*()]+\(\) +)?|(?<= {2}): ))/;

const LEVELS: Readonly<Record<string, LogLevel>> = {
  INFO: "info",
  LOG: "info",
  WARNING: "warning",
  ERROR: "error",
  FATAL: "fatal",
  VERBOSE: "debug",
  DEBUG: "debug",
};

/** Reads one line; never fails. Of a progress bar's states, which carriage returns part, the last is kept. */
export function readLogLine(raw: string, line: number): LogLine {
  const plain = lastState(stripEscapes(raw));
  const tag = TAG.exec(plain);
  if (tag === null) return { text: plain, level: undefined, line };
  const name = /^[A-Z]+/.exec(tag[1] ?? tag[2] ?? "")?.[0] ?? "";
  return { text: plain.slice(tag[0].length), level: LEVELS[name], line };
}

/** A text without what colours it and moves the cursor. */
export function stripEscapes(text: string): string {
  return text.includes("\u001b") ? text.replace(ESCAPES, "") : text;
}

function lastState(text: string): string {
  if (!text.includes("\r")) return text;
  return text.split("\r").findLast((state) => state.trim() !== "") ?? "";
}
