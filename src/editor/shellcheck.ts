/** ShellCheck in an editor: asked when the typing rests, and never waited for. */
import { availableParallelism } from "node:os";
import { findProgram } from "../files/find-program.ts";
import type { Io } from "../io.ts";
import { makeShellCheck, type ShellCheck } from "../shellcheck/index.ts";
import { judgeAgain, type OpenRecipe } from "./open-recipe.ts";

/** How many recipes are asked about before all answers are forgotten: each version of a text has its own. */
const MOST_QUESTIONS = 300;
/** Milliseconds that the program may take, of which the first question of all waits for the version. */
const PATIENCE = 20_000;

export interface EditorShellCheck {
  /** Whether there is anything to be asked about a recipe. */
  isWanted(recipe: OpenRecipe): boolean;
  /** The recipe judged with what ShellCheck says; undefined where it says nothing. Never rejects. */
  complete(recipe: OpenRecipe): Promise<OpenRecipe | undefined>;
  stop(): void;
}

/** @param onTrouble told once, when the program does not do what it should: a sentence without its end */
export function makeEditorShellCheck(io: Pick<Io, "env">, onTrouble: (trouble: string) => void): EditorShellCheck {
  const program = findProgram("shellcheck", io.env["PATH"]);
  let asked: ShellCheck | undefined;
  let questions = 0;
  let isOver = program === undefined;
  const begin = (path: string): ShellCheck =>
    makeShellCheck(path, {
      env: io.env,
      // Half a core's worth: the rest is the editor's.
      parallel: Math.max(1, Math.floor(availableParallelism() / 2)),
      patience: PATIENCE,
      onTrouble(trouble) {
        isOver = true;
        onTrouble(`${path} ${trouble}; what ShellCheck would say is left out`);
      },
    });
  return {
    isWanted: ({ judging }) => !isOver && judging.usesShellCheck,
    async complete(recipe) {
      if (isOver || program === undefined) return undefined;
      if (asked === undefined || questions++ >= MOST_QUESTIONS) {
        asked = begin(program);
        questions = 0;
      }
      const { findings, prefetch } = asked;
      await prefetch(recipe.document);
      return isOver ? undefined : judgeAgain(recipe, { shellcheck: findings });
    },
    stop() {
      isOver = true;
      asked?.stop();
    },
  };
}
