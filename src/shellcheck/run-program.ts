/** Runs ShellCheck on one text, without a shell in between, within limits. */
import { spawn, spawnSync } from "node:child_process";
import { abandon } from "../host/programs.ts";
import type { Question } from "./question.ts";

/** What it takes to run the program. */
export interface Runner {
  /** Absolute path. */
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds after which it is killed. */
  readonly patience: number;
}

/** What a run printed, or the end of a sentence that starts with the program and says why there is nothing. */
export type Outcome = { readonly output: string } | { readonly trouble: string };

/** Bytes of an answer: a hundred times the longest seen. */
const LONGEST_ANSWER = 8 << 20;

/**
 * What the program gets of the environment: PATH and HOME, since what is called shellcheck may be a script that starts the
 * real one; nothing that could change what it says.
 */
export function environmentFor(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = ["PATH", "HOME"].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
  return { ...Object.fromEntries(kept), LC_ALL: "C.UTF-8" };
}

/** The arguments of a question; the text comes by standard input. */
export function argumentsFor({ dialect }: Question): string[] {
  return ["--norc", "--format=json1", `--shell=${dialect}`, "-"];
}

/** Runs the program and waits for it. Throws only for a program that no system could have. */
export function runAndWait({ program, env, patience }: Runner, argv: readonly string[], input: string): Outcome {
  const { error, stdout, stderr, status, signal } = spawnSync(program, argv, {
    input,
    env,
    encoding: "utf8",
    timeout: patience,
    maxBuffer: LONGEST_ANSWER,
    killSignal: "SIGKILL",
  });
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === "ETIMEDOUT") return { trouble: describeSlowness(patience) };
  if (code === "ENOBUFS") return { trouble: "prints more than can be right" };
  // A program that reads nothing closes its end of the pipe: its answer tells more.
  if (code !== undefined && code !== "EPIPE") return { trouble: describeStart(code) };
  return judgeEnd(stdout, stderr, status, signal);
}

/** A run that goes on beside our own work. */
export interface Running {
  /** Never rejects. */
  readonly outcome: Promise<Outcome>;
  stop(): void;
}

/**
 * Starts the program, in a group of its own: where it is a script that starts the real one, both are stopped, and neither keeps
 * us waiting. Throws only for a program that no system could have.
 */
export function start({ program, env, patience }: Runner, argv: readonly string[], input: string): Running {
  const child = spawn(program, argv, { env, stdio: "pipe", detached: true });
  let end = (_outcome: Outcome): void => {};
  const outcome = new Promise<Outcome>((resolve) => {
    end = resolve;
  });
  const stop = (trouble: string): void => {
    end({ trouble });
    abandon(child);
  };
  const timer = setTimeout(() => stop(describeSlowness(patience)), patience);
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    if (stdout.length > LONGEST_ANSWER) stop("prints more than can be right");
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    if (stderr.length < LONGEST_ANSWER) stderr += text;
  });
  child.on("error", (error: NodeJS.ErrnoException) => end({ trouble: describeStart(error.code) }));
  child.on("close", (status, signal) => end(judgeEnd(stdout, stderr, status, signal)));
  // A program that reads nothing closes its end of the pipe.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  void outcome.then(() => clearTimeout(timer));
  return { outcome, stop: () => stop("was stopped") };
}

function describeStart(code: string | undefined): string {
  if (code === "ENOENT") return "does not exist";
  return code === "EACCES" ? "cannot be executed" : `could not be started (${code})`;
}

function describeSlowness(patience: number): string {
  return `gave no answer within ${patience / 1000} seconds`;
}

function judgeEnd(output: string, complaint: string, status: number | null, signal: string | null): Outcome {
  if (signal !== null) return { trouble: `was killed by ${signal}` };
  // 0 and 1 are answers; 2 and above say that it could not do what it was asked for.
  if (status === 0 || status === 1) return { output };
  const [line = ""] = complaint.trim().split("\n");
  return { trouble: `failed with exit code ${status}${line === "" ? "" : `: ${line.slice(0, 200)}`}` };
}
