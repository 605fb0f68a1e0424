/** `--target FILE.toml`: a file with one `[target]` table. */
import { resolve } from "node:path";
import * as v from "valibot";
import { factsOf, type TargetFacts, targetTable } from "./target-table.ts";
import { readToml } from "./toml.ts";

const file = v.strictObject({ target: targetTable });

/** The facts of the file. Throws a UsageError that names the file and the place. */
export function readTargetFile(path: string, cwd: string): TargetFacts {
  return factsOf(readToml({ path: resolve(cwd, path), name: path }, file).value.target);
}
