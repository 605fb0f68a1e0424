/** ShellCheck's opinion on the scripts of recipes: asked in parallel beside our own work, kept between runs. */
import { join } from "node:path";
import type { Finding } from "#rules/define-rule.ts";
import type { Document } from "#rules/document.ts";
import { comparePlaces } from "../engine/causes.ts";
import { type Comment, readAnswer } from "./answer.ts";
import { NO_STORE, openStore } from "./answer-store.ts";
import { findingsOf } from "./findings.ts";
import { digest, keyOfFile } from "./keys.ts";
import { type Question, questionsAbout } from "./question.ts";
import { makeQueue } from "./queue.ts";
import { argumentsFor, environmentFor, type Outcome, type Runner, runAndWait, start } from "./run-program.ts";
import { describeOldVersion, readVersion } from "./version.ts";

export interface ShellCheckOptions {
  /** Of the caller; the program gets little of it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where answers are kept between runs; nowhere unless given. */
  readonly cacheDirectory?: string | undefined;
  /** How many are asked at once, at most. */
  readonly parallel: number;
  /** Milliseconds that one answer may take; a minute unless given. */
  readonly patience?: number;
  /** Told once, when the program does not do what it should: the end of a sentence. It is not asked again then. */
  readonly onTrouble: (trouble: string) => void;
}

export interface ShellCheck {
  /** Whether it is there and can be asked; if not, that is told. Never throws. */
  isUsable(): boolean;
  /** Starts to ask about a document's scripts; resolves when all answers are there. Never rejects. */
  prefetch(document: Document): Promise<void>;
  /**
   * What it says of a document, sorted by place; waits for what was not prefetched. Never throws.
   * @param said what our own rules found: what they have said of a cause is not said again
   */
  findings(document: Document, said: readonly Finding[]): Finding[];
  /** Ends the processes that still run beside us, without a word about them. */
  stop(): void;
}

/** Above the longest that a real script took, by far. */
const PATIENCE = 60_000;

/** Raised whenever what is kept for the same question would differ. */
const STORE_FORMAT = 1;

/** ShellCheck by the absolute path of its program. Never throws. */
export function makeShellCheck(program: string, options: ShellCheckOptions): ShellCheck {
  const { env, cacheDirectory, parallel, patience = PATIENCE } = options;
  const runner: Runner = { program, env: environmentFor(env), patience };
  const store = cacheDirectory === undefined ? NO_STORE : openStore(join(cacheDirectory, "shellcheck"));
  const answers = new Map<string, readonly Comment[]>();
  const asked = new Map<string, Promise<void>>();
  const queue = makeQueue(parallel);
  let isBroken = false;
  let isStopped = false;
  const giveUp = (trouble: string): void => {
    if (!isBroken) options.onTrouble(trouble);
    isBroken = true;
    queue.clear();
  };

  let version: string | undefined;
  const knowsVersion = (): boolean => {
    if (version !== undefined || isBroken) return !isBroken;
    const outcome = askVersion();
    if ("trouble" in outcome) giveUp(outcome.trouble);
    else version = readVersion(outcome.output);
    const trouble =
      version === undefined ? "is no ShellCheck: it does not tell its version" : describeOldVersion(version);
    if (trouble !== undefined) giveUp(trouble);
    return !isBroken;
  };
  /** The same file says the same each time. */
  const askVersion = (): Outcome => {
    const key = keyOfFile(program);
    const kept = key && store.read(key);
    if (kept !== undefined && readVersion(kept) !== undefined) return { output: kept };
    const outcome = runAndWait(runner, ["--version"], "");
    if (key !== undefined && "output" in outcome && readVersion(outcome.output) !== undefined)
      store.keep(key, outcome.output);
    return outcome;
  };

  const keyOf = (question: Question) => digest(STORE_FORMAT, version ?? "", ...argumentsFor(question), question.text);
  const recall = (key: string): boolean => {
    if (answers.has(key)) return true;
    const kept = store.read(key);
    const answer = kept === undefined ? undefined : readAnswer(kept);
    if (answer !== undefined) answers.set(key, answer);
    return answer !== undefined;
  };
  const take = (key: string, outcome: Outcome): void => {
    const answer = "trouble" in outcome ? undefined : readAnswer(outcome.output);
    if ("trouble" in outcome) giveUp(outcome.trouble);
    else if (answer === undefined) giveUp("prints no findings in the format json1");
    else {
      answers.set(key, answer);
      store.keep(key, outcome.output);
    }
  };
  const ask = async (key: string, question: Question): Promise<void> => {
    const outcome = await queue.add(() => start(runner, argumentsFor(question), question.text));
    if (outcome !== undefined && !isBroken && !isStopped) take(key, outcome);
  };

  return {
    isUsable: knowsVersion,
    async prefetch(document) {
      const waiting: Promise<void>[] = [];
      for (const question of questionsAbout(document).values()) {
        if (!knowsVersion()) return;
        const key = keyOf(question);
        if (recall(key)) continue;
        const promise = asked.get(key) ?? ask(key, question);
        asked.set(key, promise);
        waiting.push(promise);
      }
      await Promise.all(waiting);
    },
    findings(document, said) {
      const findings: Finding[] = [];
      for (const [ctx, question] of questionsAbout(document)) {
        const isSound = knowsVersion();
        const key = keyOf(question);
        if (!recall(key) && isSound && !isBroken) take(key, runAndWait(runner, argumentsFor(question), question.text));
        findings.push(...findingsOf(ctx, answers.get(key) ?? [], said));
      }
      return findings.sort(comparePlaces);
    },
    stop() {
      isStopped = true;
      queue.clear();
    },
  };
}
