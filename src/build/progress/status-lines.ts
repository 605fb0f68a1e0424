/** The lines of the live view. */
import type { Phase } from "../../diagnosis/phases.ts";
import { formatBytes } from "../../reporters/format-bytes.ts";
import { formatTime } from "./format-time.ts";
import type { RunningCommand } from "./post-follower.ts";

/** A build at one moment. */
export interface BuildStatus {
  readonly phase: Phase;
  /** Seconds since the engine was started. */
  readonly seconds: number;
  /** What its processes hold now and what the temporary file systems have lost; undefined before the first look. */
  readonly memoryBytes: number | undefined;
  readonly tempBytes: number | undefined;
  /** Whether it was told to end. */
  readonly stopping: boolean;
  /** In `post` only. */
  readonly running: RunningCommand | undefined;
}

/** What each phase is to a person. */
const PHASE_TEXTS: Readonly<Record<Phase, string>> = {
  start: "starting",
  fetch: "fetching the base image",
  unpack: "unpacking the base image",
  setup: "running %setup",
  files: "copying %files",
  post: "running %post",
  configure: "writing metadata",
  test: "running %test",
  assemble: "making the image",
  done: "done",
};

const STOPPING = "Apptainer clears up; Ctrl-C again kills it";

/** One line, and a second one with the command that runs: printable, not yet cut to the terminal. */
export function statusLines({ phase, seconds, memoryBytes, tempBytes, stopping, running }: BuildStatus): string[] {
  const facts = [
    formatTime(seconds),
    memoryBytes === undefined ? "" : `memory ${formatBytes(memoryBytes)}`,
    tempBytes === undefined ? "" : `temporary space ${formatBytes(tempBytes)}`,
  ].filter((fact) => fact !== "");
  const status = `[${stopping ? STOPPING : PHASE_TEXTS[phase]}] ${facts.join(", ")}`;
  if (running === undefined) return [status];
  return [status, `  ${running.place === undefined ? "" : `${running.place}  `}${running.text}`];
}
