/** The phase in which a build failed, from the words of its end. */
import type { LogLine } from "./log-line.ts";
import { type Phase, phaseOf } from "./phases.ts";

// internal/pkg/build/build.go, Full, and cmd/internal/cli/build*.go.
const BY_WORDS: readonly (readonly [Phase, RegExp])[] = [
  [
    "start",
    /^(?:Unable to (?:build from|create build|get library)|While checking build target|Building from a|unused build arg)/,
  ],
  ["start", /failed to run %pre script|while running %pre section/],
  ["fetch", /conveyor failed to get/],
  ["unpack", /packer failed to pack/],
  ["setup", /failed to run %setup script|while running %setup section/],
  ["files", /unable to copy files from/],
  ["post", /while running %post section/],
  ["test", /failed to execute %test|while running %test section/],
  ["configure", /while inserting metadata/],
  ["assemble", /sandbox assemble failed|while creating (?:SIF|squashfs)|create command failed/],
];

/** Undefined where the log shows nothing of a build. */
export function failurePhase(lines: readonly LogLine[], end: LogLine | undefined): Phase | undefined {
  const said = end?.level === "fatal" ? BY_WORDS.find(([, words]) => words.test(end.text))?.[0] : undefined;
  if (said !== undefined) return said;
  const begun = lines.findLast((line) => phaseOf(line) !== undefined);
  const last = begun && phaseOf(begun);
  // Singularity 3 runs %setup by the engine too, and names no section.
  if (end?.level === "fatal" && /while running engine/.test(end.text)) return last === "setup" ? last : "post";
  if (last !== undefined) return last;
  return lines.some(({ level }) => level !== undefined) ? "start" : undefined;
}
