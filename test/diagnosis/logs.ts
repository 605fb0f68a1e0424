/** The logs of real builds that stand in fixtures/logs, each with the recipe that was built and what is to be said of it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse, type Recipe } from "#grammar/index.ts";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import type { Diagnosis } from "../../src/diagnosis/diagnosis.ts";
import { logLinesOf } from "../../src/diagnosis/read-log.ts";

export const LOGS = resolve(import.meta.dirname, "../../fixtures/logs");

/** What is compared of a diagnosis; lines are 1-based, `null` where none is certain. */
export interface Expected {
  readonly outcome: string;
  readonly phase: string | null;
  readonly mode: string | null;
  readonly causes: readonly { readonly cause: string; readonly line: number | null; readonly evidence: number }[];
}

export interface BuildLog {
  readonly name: string;
  readonly text: string;
  readonly recipe: Recipe;
  readonly expected: Expected;
}

/** All of them, in the order of their names. */
export function buildLogs(): BuildLog[] {
  const read = (name: string): string => readFileSync(join(LOGS, name), "utf8");
  return readdirSync(LOGS)
    .filter((name) => name.endsWith(".log"))
    .sort()
    .map((file) => {
      const name = file.replace(/\.log$/, "");
      const expected = existsSync(join(LOGS, `${name}.json`)) ? JSON.parse(read(`${name}.json`)) : undefined;
      return { name, text: read(file), recipe: parse(read(`${name}.def`)), expected };
    });
}

/** Diagnoses a text. */
export function diagnoseText(text: string, recipe?: Recipe): Diagnosis {
  return diagnose(logLinesOf(text), recipe);
}

/** The part of a diagnosis that is compared. */
export function summaryOf({ outcome, phase, mode, causes }: Diagnosis): Expected {
  return {
    outcome,
    phase: phase ?? null,
    mode: mode ?? null,
    causes: causes.map(({ cause, line, evidence }) => ({ cause, line, evidence: evidence.line })),
  };
}
