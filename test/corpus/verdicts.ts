/**
 * What a person said of the findings of a rule in real recipes: `verdicts/<rule-name>.tsv`, a line a finding: recipe, line,
 * `right`, `wrong` or `undecidable`, and why. A first line `# read in mode MODE, for a host with glibc 2.34` names what the
 * recipes were judged for, and lines `# often: ...` say why a rule may speak of so many recipes.
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

/** What the findings of a rule were read for, where its file says so. */
export function targetOfVerdicts(rule: string, folder = FOLDER): { mode?: BuildMode; hostGlibc?: string } {
  const [first = ""] = readLines(rule, folder);
  const said = /^#.*\bmode ([\w-]+)/.exec(first)?.[1];
  const mode = BUILD_MODES.find((known) => known === said);
  const hostGlibc = /^#.*\bglibc (\d[\d.]*\d)/.exec(first)?.[1];
  return { ...(mode !== undefined && { mode }), ...(hostGlibc !== undefined && { hostGlibc }) };
}

/** Why a rule may speak of so many recipes; undefined where nobody has said it. */
export function defenceOf(rule: string, folder = FOLDER): string | undefined {
  const lines = readLines(rule, folder).flatMap((line) => /^# often: (.*)/.exec(line)?.[1] ?? []);
  return lines.length === 0 ? undefined : lines.join(" ");
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
