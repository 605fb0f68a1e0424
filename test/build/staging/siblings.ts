/** Siblings as builds that were killed leave them. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type OwnerMark, writeMark } from "../../../src/build/staging/owner.ts";

/** A sibling of `name` whose process has ended, with `files` in it. Returns its path. */
export async function makeStale(
  directory: string,
  name: string,
  files: Readonly<Record<string, string>> = {},
  change: Partial<OwnerMark> = { started: "1" },
): Promise<string> {
  const path = mkdtempSync(join(directory, `.${name}.deflint-`));
  const mark = join(path, `${name}.mark`);
  await writeMark(mark, name);
  writeFileSync(mark, JSON.stringify({ ...JSON.parse(readFileSync(mark, "utf8")), ...change }));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(path, file, ".."), { recursive: true });
    writeFileSync(join(path, file), content);
  }
  return path;
}
