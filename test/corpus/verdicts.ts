/**
 * What a person said of the findings of a rule in real recipes: `verdicts/<rule-name>.tsv`, a line a finding: recipe, line,
 * `right`, `wrong` or `undecidable`, and why.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Verdict = "right" | "wrong" | "undecidable";

const FOLDER = join(import.meta.dirname, "verdicts");

/** The verdicts on a rule by `recipe:line` (`0724:31`); empty where nobody has read its findings. */
export function verdictsOn(rule: string, folder = FOLDER): ReadonlyMap<string, Verdict> {
  const path = join(folder, `${rule}.tsv`);
  if (!existsSync(path)) return new Map();
  const rows = readFileSync(path, "utf8")
    .split("\n")
    .filter((row) => row !== "" && !row.startsWith("#"));
  return new Map(
    rows.map((row) => {
      const [recipe = "", line = "", verdict = ""] = row.split("\t");
      if (!/^(?:right|wrong|undecidable)$/.test(verdict)) throw new Error(`${path}: no verdict in "${row}"`);
      return [`${recipe}:${line}`, verdict as Verdict];
    }),
  );
}
