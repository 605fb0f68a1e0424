/** The vocabulary of preflight: what may stand in the way of a build, and what it is judged by. */
import type { Document } from "#rules/document.ts";
import type { BuildArguments } from "../build/command-line/arguments.ts";
import type { Prepared } from "../build/prepare.ts";
import type { Io } from "../io.ts";

/** `blocking`: the build cannot succeed. `warning`: it may fail or be slow. `note`: shown by `--check` alone. */
export type Gravity = "blocking" | "warning" | "note";

/** Something that stands in the way of a build. */
export interface Obstacle {
  /** Kebab-case, for programs and tests. */
  readonly name: string;
  readonly gravity: Gravity;
  /** What is so and what comes of it: one sentence without a full stop. */
  readonly message: string;
  /** What to do, in the imperative, without a full stop. */
  readonly cure: string;
}

/** A build that has not begun. */
export interface Question {
  readonly args: BuildArguments;
  readonly prepared: Prepared;
  readonly io: Pick<Io, "cwd" | "env">;
  /** The recipe as the engine will read it; undefined where that is an image or a URI. */
  readonly document: Document | undefined;
}

/** Looks for obstacles of one kind. Changes nothing; what it cannot learn it does not hold against the build. */
export type Check = (question: Question) => readonly Obstacle[] | Promise<readonly Obstacle[]>;
