/** What the shells of this host say of scripts, asked beside the typing: a judgement never waits for a program. */
import { execFile } from "node:child_process";
import type { Target } from "#rules/define-rule.ts";
import { findProgram } from "../files/find-program.ts";

/** Milliseconds. */
const PATIENCE = 2000;
/** How many answers are kept: each version of a broken script has one. */
const MOST_ANSWERS = 200;

export interface SyntaxAnswers {
  /** Says yes of what it does not know yet, so that no error shows that is none, and begins to ask. */
  readonly acceptsSyntax: NonNullable<Target["acceptsSyntax"]>;
  /** Whether something was asked that has no answer yet. */
  isAsking(): boolean;
  /** Resolves when all that was asked has its answer. Never rejects. */
  settled(): Promise<void>;
}

/** Answers from the shells in `path`. */
export function makeSyntaxAnswers(path: string | undefined): SyntaxAnswers {
  const answers = new Map<string, boolean | undefined>();
  const waiting = new Map<string, Promise<void>>();
  const ask = async (key: string, program: string, script: string): Promise<void> => {
    const answer = await askShell(program, script);
    if (answers.size >= MOST_ANSWERS) answers.clear();
    answers.set(key, answer);
    waiting.delete(key);
  };
  return {
    acceptsSyntax(shell, script) {
      const key = `${shell} ${script}`;
      if (answers.has(key)) return answers.get(key);
      const program = findProgram(shell, path);
      if (program === undefined) return undefined;
      if (!waiting.has(key)) waiting.set(key, ask(key, program, script));
      return true;
    },
    isAsking: () => waiting.size > 0,
    async settled() {
      while (waiting.size > 0) await Promise.all(waiting.values());
    },
  };
}

/** Undefined where the shell does not answer in time. */
function askShell(program: string, script: string): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    const options = {
      // Nothing of the caller's: bash runs what BASH_ENV names, even with -n.
      env: { LC_ALL: "C.UTF-8" },
      timeout: PATIENCE,
      killSignal: "SIGKILL",
    } as const;
    const child = execFile(program, ["-n"], options, (error) => {
      if (error === null) resolve(true);
      else resolve(typeof error.code === "number" ? false : undefined);
    });
    // A shell that has seen enough closes its end of the pipe.
    child.stdin?.on("error", () => {});
    child.stdin?.end(script);
  });
}
