/** Reads a configuration file and those that it extends. */
import { realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve } from "node:path";
import { findClosestName } from "#rules/knowledge/closest-name.ts";
import packageJson from "../../package.json" with { type: "json" };
import { describeFileError } from "../files/file-error.ts";
import { UsageError } from "../usage-error.ts";
import { PROFILE_PREFIX, profileNames, profilePath } from "./profiles.ts";
import { type ConfigurationTable, configurationTable } from "./schema.ts";
import { readToml, type Toml, type TomlFile } from "./toml.ts";
import { isInRange } from "./version-range.ts";

/** What one file says. */
export interface Layer {
  /** What a person calls the file. */
  readonly name: string;
  /** Absolute; its globs are relative to it. */
  readonly directory: string;
  readonly table: ConfigurationTable;
}

/** A file's layers: first what it extends, in order, last the file itself; later ones win. */
export type Configuration = readonly Layer[];

/** Bytes: what is larger was written by no person, and to read it takes time. */
const MOST_BYTES = 1024 * 1024;

/** Files that extend one another, from the first to the last: a repository of a stranger may have thousands. */
const LONGEST_CHAIN = 30;

/**
 * Reads a configuration.
 * @param path absolute
 * @param cwd absolute; people are told paths relative to it
 * @throws UsageError for anything wrong in it or in what it extends, in one line with file and line
 */
export function loadConfiguration(path: string, cwd: string): Configuration {
  return [...makeLoader(cwd)({ path, name: nameFor(path, cwd), mostBytes: MOST_BYTES }, []).values()];
}

function nameFor(path: string, cwd: string): string {
  const near = relative(cwd, path);
  return near === "" || near.startsWith("..") || isAbsolute(near) ? path : near;
}

/** The layers of a file by the paths that they were read from. */
type Layers = ReadonlyMap<string, Layer>;

/**
 * Makes the function that reads a file and what it extends. Each file is read once and counts once, where it is said last: what it
 * says twice is said by the second time alone.
 */
function makeLoader(cwd: string): (file: TomlFile, chain: readonly TomlFile[]) => Layers {
  const known = new Map<string, Layers>();
  const load = (file: TomlFile, chain: readonly TomlFile[]): Layers => {
    const { value, placeOf } = readFile(file, chain);
    const deeper = [...chain, file];
    const layers = new Map<string, Layer>();
    const words = value.extends === undefined ? [] : [value.extends].flat();
    for (const [index, word] of words.entries()) {
      const place = placeOf(typeof value.extends === "string" ? ["extends"] : ["extends", index]);
      const base = findBase(word, file, cwd);
      const problem = "problem" in base ? base.problem : describeCircle(base, deeper);
      if ("problem" in base || problem !== undefined)
        throw new UsageError(`${place}: ${problem}${describeChain(deeper.slice(0, -1), file)}`);
      if (deeper.length === LONGEST_CHAIN)
        throw new UsageError(`${place}: more than ${LONGEST_CHAIN} files extend one another in a row`);
      for (const [path, layer] of known.get(base.path) ?? load(base, deeper)) {
        layers.delete(path);
        layers.set(path, layer);
      }
    }
    layers.set(file.path, { name: file.name, directory: dirname(file.path), table: value });
    known.set(file.path, layers);
    return layers;
  };
  return load;
}

/** What is wrong in a file that nobody named needs to be told with the files that lead to it. */
function readFile(file: TomlFile, chain: readonly TomlFile[]): Toml<ConfigurationTable> {
  try {
    return readToml(file, configurationTable, refuseOtherVersions);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message}${describeChain(chain, file)}`);
  }
}

function describeChain(chain: readonly TomlFile[], file: TomlFile): string {
  const [first, ...rest] = [...chain, file].map(({ name }) => name);
  return rest.length === 0 ? "" : ` (${first} extends ${rest.join(", which extends ")})`;
}

/** A newer configuration has keys that this deflint does not know: that it is too old is said first. */
function refuseOtherVersions({ value, placeOf }: Toml<unknown>): void {
  const range = (value as Readonly<Record<string, unknown>>)["required-version"];
  if (typeof range !== "string" || isInRange(packageJson.version, range) !== false) return;
  throw new UsageError(
    `${placeOf(["required-version"])}: it is for deflint ${range}, and this is deflint ${packageJson.version}`,
  );
}

/** The file that a word of `extends` names, or why there is none, as a sentence without an end. */
function findBase(word: string, from: TomlFile, cwd: string): TomlFile | { readonly problem: string } {
  if (word.startsWith(PROFILE_PREFIX)) {
    const names = profileNames();
    const name = word.slice(PROFILE_PREFIX.length);
    if (names.includes(name)) return { path: profilePath(name), name: word };
    const closest = findClosestName(name, names);
    const all = names.map((known) => PROFILE_PREFIX + known).join(", ");
    const hint = closest === undefined ? `there are ${all}` : `did you mean ${PROFILE_PREFIX}${closest}?`;
    return { problem: `there is no profile ${word}; ${hint}` };
  }
  if (word.trim() === "") return { problem: "extends names no file" };
  const path = resolve(dirname(from.path), word);
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return { problem: `extends ${word}, which is a directory and not a file` };
    if (!stats.isFile()) return { problem: `extends ${word}, which is a pipe or a device and not a file` };
  } catch (error) {
    const hint = word.startsWith("~") ? "; ~ is no home directory here" : "";
    return { problem: `extends ${word}, which cannot be read: ${describeFileError(error)}${hint}` };
  }
  return { path, name: nameFor(path, cwd), mostBytes: MOST_BYTES };
}

function describeCircle(base: TomlFile, chain: readonly TomlFile[]): string | undefined {
  const real = realpathSync(base.path);
  const start = chain.findIndex(({ path }) => realpathSync(path) === real);
  if (start === -1) return undefined;
  const circle = [...chain.slice(start), base].map(({ name }) => name);
  return `the files extend each other in a circle: ${circle.join(" -> ")}`;
}
