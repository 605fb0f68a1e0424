/** `deflint init`: a first configuration for a repository, and the hook that runs deflint there. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { FILE_NAMES, makeFileFinder } from "../config/find-file.ts";
import { EXIT } from "../exit-codes.ts";
import { realPathOf } from "../files/existence.ts";
import { describeFileError } from "../files/file-error.ts";
import { RECIPE_NAMES } from "../files/recipe-names.ts";
import { wayToRepository } from "../files/repository.ts";
import { writeAtomically } from "../files/write-atomically.ts";
import type { Io } from "../io.ts";
import { count } from "../reporters/count.ts";
import { printable } from "../reporters/printable.ts";
import { UsageError } from "../usage-error.ts";
import { check } from "./check/index.ts";
import { STARTER } from "./starter.ts";

export interface InitFlags {
  readonly preCommit?: boolean;
  readonly force?: boolean;
}

/** Findings that nobody mends in one afternoon. */
const MANY = 10;

const [CONFIGURATION] = FILE_NAMES;
const PRE_COMMIT = ".pre-commit-config.yaml";

const HOOK = `  - repo: local
    hooks:
      - id: deflint
        name: deflint
        entry: deflint check --force-exclude
        language: system
        types: [text]
        files: '${RECIPE_NAMES.files}'
        exclude: '(?i)${RECIPE_NAMES.exclude}'
`;

/** Writes the files into the working directory. Rejects with a UsageError where one is there that was not to be replaced. */
export async function initialize({ preCommit, force }: InitFlags, io: Io): Promise<number> {
  const present = FILE_NAMES.find((name) => existsSync(join(io.cwd, name)));
  if (present !== undefined && !force && !preCommit)
    throw new UsageError(
      `${present} is there already; --force writes ${present === CONFIGURATION ? `${CONFIGURATION} anew` : `a ${CONFIGURATION}, which is read in its place`}`,
    );
  if (present === undefined || force) {
    write(io.cwd, CONFIGURATION, STARTER, force === true);
    say(io, `${CONFIGURATION} is written: say in it what the recipes are built on`);
    if (present === undefined) sayWhatIsAbove(io);
  } else say(io, `${present} stays as it is`);
  if (preCommit) addHook(io);
  const suggestion = await suggestBaseline(io);
  if (suggestion !== undefined) say(io, suggestion);
  return EXIT.clean;
}

/** The nearest configuration holds alone: what is above it held here until now. */
function sayWhatIsAbove(io: Io): void {
  const above = makeFileFinder()(dirname(realPathOf(io.cwd)));
  if (above === undefined) return;
  const name = relative(realPathOf(io.cwd), above);
  say(io, `${name} counts here no more; extends = "${name}" in ${CONFIGURATION} takes it in`);
}

function addHook(io: Io): void {
  const directory = wayToRepository(io.cwd)?.at(-1) ?? io.cwd;
  const path = join(directory, PRE_COMMIT);
  const name = relative(io.cwd, path);
  if (!existsSync(path)) {
    write(directory, PRE_COMMIT, `repos:\n${HOOK}`, false);
    say(io, `${name} is written: \`pre-commit install\` puts the hook into place`);
  } else if (/^\s*-?\s*id:\s*["']?deflint\b/m.test(read(path, name))) say(io, `${name} has the hook already`);
  else io.stdout.write(`${printable(name)} stays as it is: put these lines below its "repos:"\n${HOOK}`);
}

/** What to do where a repository has more findings than can be mended now; a search of anything bigger could take minutes. */
async function suggestBaseline(io: Io): Promise<string | undefined> {
  if (wayToRepository(io.cwd) === undefined) return undefined;
  let report = "";
  const silent = { write: () => {}, color: false, columns: undefined };
  const stdout = { ...silent, write: (text: string | Uint8Array) => (report += text) };
  try {
    await check(["."], { format: [{ format: "json" }], shellcheck: false }, { ...io, stdout, stderr: silent });
  } catch (error) {
    // Another configuration in the repository may be wrong: the next check says so.
    if (error instanceof UsageError) return undefined;
    throw error;
  }
  const { files, errors, warnings } = JSON.parse(report).summary;
  if (errors + warnings < MANY) return undefined;
  return `${errors + warnings} findings in ${count(files, "recipe")}: \`deflint . --write-baseline deflint-baseline.toml\` lists them as known, so that only new ones fail`;
}

function write(directory: string, name: string, text: string, replace: boolean): void {
  const path = join(directory, name);
  try {
    if (replace) writeAtomically(path, Buffer.from(text));
    else writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    throw new UsageError(`${name} cannot be written: ${describeFileError(error)}`);
  }
}

function read(path: string, name: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${describeFileError(error)}`);
  }
}

function say(io: Io, message: string): void {
  io.stdout.write(`${printable(message, { oneLine: true })}\n`);
}
