/** What a proof is made of: recipes that show a rule's hazard on real Apptainer, and what mends them. */
import type { Effect, Target } from "#rules/define-rule.ts";
import type { Ran } from "../apptainer/lab.ts";
import type { LabMode } from "../apptainer/modes.ts";
import type { BaseName } from "./bases.ts";
import type { Image } from "./image.ts";

/** What a build came to. `fine`: it succeeded, and the image is what the recipe says. */
export type Outcome = Effect | "fine";

/** What a build that succeeded left. */
export interface Built {
  readonly image: Image;
  /** All that the build said. */
  readonly log: string;
  readonly mode: LabMode;
  /** The directory that it ran in, as the host sees it. */
  readonly directory: string;
  /** Runs a program in the image, as the user who built it; a clean environment. */
  run(...argv: string[]): Promise<Ran>;
}

/**
 * What ends a hazard. `fix`: `deflint build` mends it. `unsafe-fix`: `deflint build --unsafe-fixes` does. `plan`: `deflint build`
 * without a mend, by what it binds or sets. `advice`: nothing does by itself; what the rule says is followed by hand, and
 * the recipe that comes of it is built by `apptainer build`, with `flags` more.
 */
export type Mend =
  | "fix"
  | "unsafe-fix"
  | "plan"
  | { readonly advice: string; readonly recipe?: Script; readonly flags?: readonly string[] };

/** Lines of `%post` on the demonstration's base; or a whole recipe, in which `{base}` stands for the base's file. */
export type Script = readonly string[] | string;

/** One recipe that shows the hazard, and how one sees it. */
export interface Demonstration {
  /** Which of the rule's hazards this is, in a few words; only where a rule has several. */
  readonly what?: string;
  readonly base: BaseName;
  readonly recipe: Script;
  /** Files beside the recipe, by their names. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Makes what else the recipe wants to find, as root; before each build. */
  readonly prepare?: (directory: string) => void;
  /** Flags more for Apptainer, before and after the mend. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Build arguments by their names, given before and after the mend. */
  readonly buildArguments?: Readonly<Record<string, string>>;
  /** Flags more for `deflint build`. */
  readonly deflintFlags?: readonly string[];
  /**
   * What the shell runs on the host as the user who builds, right before and after the build, where it sees the same /tmp
   * (with `env: { LAB_TMP: "200m" }` one of its own); what it says is in the log.
   */
  readonly around?: { readonly before: string; readonly after?: string };
  /** Bytes of memory that a build may use with all that it starts. */
  readonly memory?: number;
  /** What is known of the host where the rule needs to know it. */
  readonly target?: Partial<Target>;
  /** What the log of a failing build must hold; a build that fails otherwise proves nothing. */
  readonly failure?: RegExp;
  /** Judges a build that succeeded. `fine` for all of them unless given. */
  readonly look?: (built: Built) => Outcome | Promise<Outcome>;
  /** Judges a mended build; `look` unless given. */
  readonly lookAfter?: (built: Built) => Outcome | Promise<Outcome>;
  /** Where the mend is that a build ends instead of going on: what its log must hold then. */
  readonly endsAfter?: RegExp;
  /** What ends the hazard, in the modes in which it bites. */
  readonly after: Mend | Readonly<Partial<Record<LabMode, Mend>>>;
  /** Modes in which the recipe holds another rule's hazard, by that rule's code: what is seen there is that rule's. */
  readonly besides?: Readonly<Partial<Record<LabMode, string>>>;
  /** Why a mode cannot be shown in this lab: the cell then says so, and nothing is claimed. */
  readonly notShown?: Readonly<Partial<Record<LabMode, string>>>;
}

/** The proof of one rule. */
export interface Proof {
  readonly rule: string;
  readonly demonstrations: readonly Demonstration[];
}

/**
 * Declares a proof: one demonstration, or several where disguises differ. What is expected of each mode is not said here: it is
 * the finding that the linter makes of the recipe for that mode, and what the rule's `meta.modes` claims.
 */
export function proofOf(proof: { readonly rule: string } & (Demonstration | Pick<Proof, "demonstrations">)): Proof {
  if ("demonstrations" in proof) return proof;
  const { rule, ...demonstration } = proof;
  return { rule, demonstrations: [demonstration] };
}

/** The mend of a mode. */
export function mendOf({ after }: Demonstration, mode: LabMode): Mend | undefined {
  return typeof after === "string" || "advice" in after ? after : after[mode];
}
