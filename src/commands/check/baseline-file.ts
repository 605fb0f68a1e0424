/** The file of a baseline: TOML with a finding a line, so that a review and a merge see findings. */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import * as v from "valibot";
import { BUILD_MODES } from "#rules/define-rule.ts";
import { readToml } from "../../config/toml.ts";
import type { Baseline } from "../../engine/baseline.ts";
import { describeFileError } from "../../files/file-error.ts";
import { writeAtomically } from "../../files/write-atomically.ts";
import { UsageError } from "../../usage-error.ts";

/** Grows when older programs would misread the file. */
const VERSION = 1;

/** How the file begins: a file that begins otherwise is somebody's recipe. */
const MARK = "# deflint baseline:";

const HEAD = `${MARK} findings that were there when it was written. --baseline leaves them out and fails on new ones.
# The lines may stand in any order: after a merge keep those of both sides.
version = ${VERSION}
`;

const SCHEMA = v.strictObject({
  version: v.literal(VERSION),
  modes: v.array(v.picklist(BUILD_MODES)),
  findings: v.array(
    v.strictObject({
      path: v.string(),
      code: v.string(),
      text: v.string(),
      key: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/, "32 hexadecimal digits")),
    }),
  ),
});

/**
 * Reads a baseline.
 * @param name as given on the command line
 * @throws UsageError for a file that cannot be read, is no baseline or is of a version that is not known
 */
export function readBaseline(name: string, cwd: string): Baseline {
  const path = resolve(cwd, name);
  if (hasConflict(path))
    throw new UsageError(`${name} has the marks of a merge conflict: keep the lines of both sides`);
  return readToml({ path, name }, SCHEMA, ({ value }) => refuseOtherVersions(value, name)).value;
}

function hasConflict(path: string): boolean {
  return existsSync(path) && /^(?:<{7}|={7}|>{7})/m.test(readFileSync(path, "utf8"));
}

function refuseOtherVersions(value: unknown, name: string): void {
  const version = (value as { readonly version?: unknown }).version;
  if (version === VERSION) return;
  const kind = version === undefined ? "is no baseline: it has no version" : `is of version ${version}`;
  throw new UsageError(`${name} ${kind}; this deflint reads version ${VERSION}, and --write-baseline writes one`);
}

/**
 * Writes a baseline, each entry once, in an order that does not hang on where in their files the findings stand.
 * A symbolic link is followed; a file that says the same already is left alone.
 * @throws UsageError for a place that cannot be written, or holds something else
 */
export function writeBaseline(name: string, cwd: string, baseline: Baseline): void {
  const text = renderBaseline(baseline);
  try {
    const path = resolve(cwd, name);
    if (!existsSync(path)) {
      writeAtomically(path, Buffer.from(text));
      return;
    }
    const before = readFileSync(path, "utf8");
    if (before === text) return;
    if (before !== "" && !before.startsWith(MARK))
      throw new UsageError(`${name} is no baseline, so it is not written over: give another name`);
    const target = realpathSync(path);
    writeAtomically(target, Buffer.from(text), { like: target });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${name} cannot be written: ${describeFileError(error)}`);
  }
}

function renderBaseline({ modes, findings }: Baseline): string {
  const judgedFor = [...new Set(modes)].sort().map(quote).join(", ");
  const lines = findings.map(
    ({ path, code, text, key }) =>
      `  { path = ${quote(path)}, code = ${quote(code)}, text = ${quote(text)}, key = ${quote(key)} },\n`,
  );
  return `${HEAD}modes = [${judgedFor}]\nfindings = [\n${[...new Set(lines)].sort().join("")}]\n`;
}

/** A TOML string that shows what a terminal or a review would hide. */
function quote(text: string): string {
  const hidden = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
  return JSON.stringify(text.toWellFormed()).replace(
    hidden,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
