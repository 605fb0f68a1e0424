/** Asks the shells of this host whether they would read a script. They read it (`-n`) and run nothing of it. */
import { spawnSync } from "node:child_process";
import type { Target } from "#rules/define-rule.ts";
import { findProgram } from "../files/find-program.ts";

/** Milliseconds that the longest script takes by far. */
const PATIENCE = 2000;

/**
 * What `sh -n` and `bash -n` from `path` say of a script; undefined where there is no such shell or it does not answer in
 * time. Each script is asked once. Never throws.
 * @param patience milliseconds that an answer may take
 */
export function makeSyntaxCheck(
  path: string | undefined,
  patience: number = PATIENCE,
): NonNullable<Target["acceptsSyntax"]> {
  const answers = new Map<string, boolean | undefined>();
  return (shell, script) => {
    const key = `${shell} ${script}`;
    if (!answers.has(key)) answers.set(key, askShell(findProgram(shell, path), script, patience));
    return answers.get(key);
  };
}

function askShell(program: string | undefined, script: string, timeout: number): boolean | undefined {
  if (program === undefined) return undefined;
  const { status } = spawnSync(program, ["-n"], {
    input: script,
    stdio: ["pipe", "ignore", "ignore"],
    // Nothing of the caller's: bash runs what BASH_ENV names, even with -n.
    env: { LC_ALL: "C.UTF-8" },
    timeout,
    killSignal: "SIGKILL",
  });
  return status === null ? undefined : status === 0;
}
