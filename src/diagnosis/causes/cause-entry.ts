/** The shape of a known cause: what is said, by whom, when it counts, and what can be done. */
import type { Command } from "#grammar/shell/tree.ts";
import type { BuildMode } from "#rules/define-rule.ts";
import type { Cure, LoggedEngine } from "../diagnosis.ts";
import type { LogLine } from "../log-line.ts";
import type { Phase } from "../phases.ts";
import type { CauseName } from "./names.ts";

/** What a build's end looks like, before it is explained. */
export interface Situation {
  readonly outcome: "failed" | "cut";
  readonly phase: Phase | undefined;
  readonly mode: BuildMode | undefined;
  readonly engine: LoggedEngine | undefined;
  readonly exitStatus: number | undefined;
  /** Name of the signal that ended the failing command, as in "killed". */
  readonly signal: string | undefined;
  /** What the engine said of grave things since the last phase began, the starter's and nested engines' words included. */
  readonly engineLines: readonly LogLine[];
  /** What the failing command printed. */
  readonly output: readonly LogLine[];
  /** What the commands before it printed, in the same phase. */
  readonly before: readonly LogLine[];
  /** The failing command as `sh -x` printed it, without its `+`; undefined without a trace. */
  readonly traced: string | undefined;
  readonly tracedAt: LogLine | undefined;
  /** The directory that the script was in, as far as its trace tells. */
  readonly cwd: string | undefined;
  /** The failing command in the recipe. */
  readonly command: Command | undefined;
  /** What %post did before, as the trace has it. */
  readonly earlier: readonly string[];
}

/** One line that shows a cause. */
export interface Shown {
  readonly line: LogLine;
  readonly match: RegExpExecArray;
}

/** A way in which a cause shows. */
export interface Sign {
  readonly by: "engine" | "output" | "before";
  readonly pattern: RegExp;
  /** Undefined for any phase. */
  readonly phases?: readonly Phase[];
  /** Whether this line, in this situation, shows the cause. */
  readonly counts?: (shown: Shown, situation: Situation) => boolean;
}

export interface CauseEntry {
  readonly cause: CauseName;
  /** The first that is found is the evidence, in the first line that has it. */
  readonly signs: readonly Sign[];
  /** Whether the last line that has the sign counts: those before it were survived. */
  readonly latest?: boolean;
  readonly cure: (situation: Situation, shown: Shown) => Cure;
  /** What of the recipe is to blame; the failing command where left out. */
  readonly blames?: "from" | "files" | "message" | "nothing";
  /** Codes of deflint's rules whose fixes at that line cure it. */
  readonly rules?: readonly string[];
  /** Causes that say the same better: with one of them this one is left out. */
  readonly lessThan?: readonly CauseName[];
}

/** The programs that install packages of a distribution. */
const INSTALLERS = /^(?:\S*\/)?(?:dnf5?|yum|microdnf|tdnf|rpm|zypper|apt-get|apt|aptitude|dpkg|apk)$/;

/** Whether the failing command installs packages. */
export function isInstaller({ traced, command }: Situation): boolean {
  const words = (traced ?? command?.words.map(({ value }) => value).join(" ") ?? "").split(" ");
  const program = words.find((word) => !/^(?:\w+=|sudo$|env$|time$|-)/.test(word));
  return program !== undefined && INSTALLERS.test(program);
}

/** Everything that says what the failing command works on: its trace, and its words and redirects in the recipe. */
export function wordsAtWork({ traced, command }: Situation): string {
  const written =
    command === undefined ? [] : [...command.words, ...command.redirects.flatMap(({ target }) => target ?? [])];
  return [traced ?? "", ...written.map(({ value }) => value)].join(" ");
}
