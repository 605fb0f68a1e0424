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

const VERSION_ARGUMENTS = ["--version"];

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
  const takeVersion = (outcome: Outcome): void => {
    if ("trouble" in outcome) giveUp(outcome.trouble);
    else version = readVersion(outcome.output);
    const trouble =
      version === undefined ? "is no ShellCheck: it does not tell its version" : describeOldVersion(version);
    if (trouble !== undefined) giveUp(trouble);
    else if (versionKey !== undefined && "output" in outcome) store.keep(versionKey, outcome.output);
  };
  /** The same file says the same each time. */
  const versionKey = keyOfFile(program);
  const isSettled = (): boolean => {
    if (version !== undefined || isBroken) return true;
    version = readVersion((versionKey && store.read(versionKey)) ?? "");
    return version !== undefined;
  };
  const learnVersion = (): boolean => {
    if (!isSettled()) takeVersion(runAndWait(runner, VERSION_ARGUMENTS, ""));
    return !isBroken;
  };
  let versionAsked: Promise<void> | undefined;
  const askVersion = async (): Promise<void> => {
    const outcome = await queue.add(() => start(runner, VERSION_ARGUMENTS, ""));
    if (outcome !== undefined && !isBroken && !isStopped) takeVersion(outcome);
  };

  // A document that is asked about ahead is asked about again when it is judged.
  const questionsOf = remember(questionsAbout);
  const keyOf = remember((question: Question) =>
    digest(STORE_FORMAT, version ?? "", ...argumentsFor(question), question.text),
  );
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
  const askOnce = (question: Question): Promise<void> | undefined => {
    const key = keyOf(question);
    if (recall(key)) return undefined;
    const promise = asked.get(key) ?? ask(key, question);
    asked.set(key, promise);
    return promise;
  };

  return {
    isUsable: learnVersion,
    async prefetch(document) {
      const questions = [...questionsOf(document).values()];
      if (questions.length === 0) return;
      if (!isSettled()) {
        versionAsked ??= askVersion();
        await versionAsked;
      }
      if (version === undefined || isBroken) return;
      await Promise.all(questions.map(askOnce));
    },
    findings(document, said) {
      const findings: Finding[] = [];
      for (const [ctx, question] of questionsOf(document)) {
        const isSound = learnVersion();
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

/** The same function, which remembers what it made of an object for as long as that is there. */
function remember<From extends object, To>(make: (from: From) => To): (from: From) => To {
  const known = new WeakMap<From, To>();
  return (from) => {
    const made = known.get(from) ?? make(from);
    known.set(from, made);
    return made;
  };
}
