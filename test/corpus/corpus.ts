/** A collection of real recipes outside of this repository; `DEFLINT_CORPUS` says where it is. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type SourceText, sourceFromBytes } from "#grammar/source.ts";

export const CORPUS = resolve(process.env.DEFLINT_CORPUS ?? join(import.meta.dirname, "../../../shared/corpus"));

/** False where the collection is missing: said loudly, and the tests count as skipped. */
export const hasCorpus = existsSync(join(CORPUS, "recipes"));
if (!hasCorpus) {
  console.error(`\n!!! SKIPPED: no recipes in ${CORPUS}. Set DEFLINT_CORPUS to a folder with recipes/*.def.\n`);
}

export interface CorpusFile {
  readonly name: string;
  readonly source: SourceText;
}

/** The definition files of one folder of the collection, in the order of their names. */
export function recipesIn(folder: string): CorpusFile[] {
  const path = join(CORPUS, folder);
  if (!existsSync(path)) return [];
  const names = readdirSync(path).filter((name) => name.endsWith(".def"));
  return names.sort().map((name) => ({ name, source: sourceFromBytes(readFileSync(join(path, name))) }));
}

/** Recipes that stand for all others: one file of a repository each, both picked at random. Ids, as in "0724". */
export function randomSlice(): ReadonlySet<string> {
  const index = join(CORPUS, "index.tsv");
  if (!existsSync(index)) return new Set();
  const [head = [], ...rows] = readFileSync(index, "utf8")
    .split("\n")
    .map((row) => row.split("\t"));
  const [id, why] = [head.indexOf("id"), head.indexOf("why")];
  return new Set(rows.filter((row) => row[why] === "random").map((row) => row[id] ?? ""));
}

/** The id of a recipe, as in "0724". */
export function idOf({ name }: CorpusFile): string {
  return name.replace(/\.def$/, "");
}
