/** The record of what was seen: a row for each demonstration and mode, kept beside the page that is made from it. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LabMode } from "../apptainer/modes.ts";
import { type Demonstration, mendOf, type Outcome } from "./define-proof.ts";
import { recipeText } from "./recipe-text.ts";

const FILE = join(import.meta.dirname, "seen.tsv");

/** One row. Empty words stand for nothing. */
export interface SeenRow {
  readonly rule: string;
  readonly what: string;
  readonly mode: LabMode;
  /** `not shown: ` and the reason where the lab cannot show it. */
  readonly before: Outcome | `not shown: ${string}`;
  /** The code of the other rule whose hazard this is. */
  readonly besides: string;
  /** `fix`, `unsafe-fix`, `plan`, or `advice: ` and what was done by hand. */
  readonly mend: string;
  readonly after: Outcome | "";
  /** `user namespace`: root was root of one, not of the machine. */
  readonly setting: "real" | "user namespace" | "stand-in" | "";
  /** As Apptainer says it, as in "1.4.5". */
  readonly apptainer: string;
  /** ISO date (YYYY-MM-DD). */
  readonly date: string;
  /** Of the recipe before and after; another one than the demonstration's now means that the proof must run again. */
  readonly digest: string;
  readonly evidence: string;
}

const COLUMNS: readonly (keyof SeenRow)[] = [
  "rule",
  "what",
  "mode",
  "before",
  "besides",
  "mend",
  "after",
  "setting",
  "apptainer",
  "date",
  "digest",
  "evidence",
];

/** Of all text that a demonstration has built in a mode. */
export function digestOf(demonstration: Demonstration, mode: LabMode): string {
  const { recipe, flags, deflintFlags, files, env, around, memory, buildArguments } = demonstration;
  const text = JSON.stringify([
    recipeText(recipe),
    mendOf(demonstration, mode),
    flags,
    deflintFlags,
    files,
    env,
    around,
    memory,
    ...(buildArguments === undefined ? [] : [buildArguments]),
  ]);
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** No rows where no proof has been recorded yet. */
export function readRecord(path = FILE): SeenRow[] {
  if (!existsSync(path)) return [];
  const [, ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
  return lines.map((line) => {
    const words = line.split("\t");
    return Object.fromEntries(COLUMNS.map((name, at) => [name, words[at] ?? ""])) as unknown as SeenRow;
  });
}

export function writeRecord(rows: readonly SeenRow[], path = FILE): void {
  // What a log holds is anybody's text.
  const clean = (word: string): string => word.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
  const lines = rows.map((row) => COLUMNS.map((name) => clean(row[name])).join("\t"));
  writeFileSync(path, `${[COLUMNS.join("\t"), ...lines].join("\n")}\n`);
}
