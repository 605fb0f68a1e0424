/**
 * What a person said of the findings of a rule in real recipes: `verdicts/<rule-name>.tsv`, a line a finding: recipe, line,
 * `right`, `wrong` or `undecidable`, and why. A first line `# read in mode MODE` names the mode of the run that was read.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { BUILD_MODES, type BuildMode } from "#rules/define-rule.ts";

export type Verdict = "right" | "wrong" | "undecidable";

const FOLDER = join(import.meta.dirname, "verdicts");

/** The verdicts on a rule by `recipe:line` (`0724:31`); empty where nobody has read its findings. */
export function verdictsOn(rule: string, folder = FOLDER): ReadonlyMap<string, Verdict> {
  const rows = readLines(rule, folder).filter((row) => row !== "" && !row.startsWith("#"));
  return new Map(
    rows.map((row) => {
      const [recipe = "", line = "", verdict = ""] = row.split("\t");
      if (!/^(?:right|wrong|undecidable)$/.test(verdict)) throw new Error(`${rule}.tsv: no verdict in "${row}"`);
      return [`${recipe}:${line}`, verdict as Verdict];
    }),
  );
}

/** The mode in which the findings of a rule were read, where its file says so. */
export function modeOfVerdicts(rule: string, folder = FOLDER): BuildMode | undefined {
  const [, said] = /^#.*\bmode (\S+)/.exec(readLines(rule, folder)[0] ?? "") ?? [];
  return BUILD_MODES.find((mode) => mode === said);
}

/** The names of the rules that have a file. */
export function rulesWithVerdicts(folder = FOLDER): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => name.replace(/\.tsv$/, ""))
    .sort();
}

function readLines(rule: string, folder: string): string[] {
  const path = join(folder, `${rule}.tsv`);
  return existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
}
