/** Reads a TOML file against a schema; what is wrong with it is said in one line, with its place. */
import { parse, TomlError } from "smol-toml";
import * as v from "valibot";
import { findClosestName } from "#rules/knowledge/closest-name.ts";
import { describeFileError } from "../files/file-error.ts";
import { readBytes } from "../files/read.ts";
import { UsageError } from "../usage-error.ts";
import { findLines } from "./toml-lines.ts";

/** A file to read. */
export interface TomlFile {
  /** Absolute. */
  readonly path: string;
  /** What a person calls it. */
  readonly name: string;
  /** How large it may be, for a file that a stranger may have written; 64 MiB unless given. */
  readonly mostBytes?: number;
}

/** What a file says. */
export interface Toml<Value> {
  readonly value: Value;
  /** The place of a key for a person, as in `deflint.toml:3`; the file alone where the key is not found. */
  readonly placeOf: (keys: readonly (string | number)[]) => string;
}

/**
 * The value of a file.
 * @param inspect is shown the value before it is judged, and may throw a better reason than the schema's
 * @throws UsageError for a file that cannot be read, is no TOML or is not what the schema asks for
 */
export function readToml<Schema extends v.GenericSchema>(
  file: TomlFile,
  schema: Schema,
  inspect?: (toml: Toml<unknown>) => void,
): Toml<v.InferOutput<Schema>> {
  const text = readText(file);
  const value = parseToml(text, file.name);
  const lineOf = findLines(text);
  const placeOf: Toml<unknown>["placeOf"] = (keys) => {
    const line = lineOf(keys);
    return line === undefined ? file.name : `${file.name}:${line}`;
  };
  inspect?.({ value, placeOf });
  const reserved = findReserved(value, []);
  if (reserved !== undefined) throw new UsageError(`${placeOf(reserved)}: there is no key ${reserved.join(".")}`);
  const result = v.safeParse(schema, value);
  if (result.success) return { value: result.output, placeOf };
  const found = result.issues.map((issue) => ({ issue, line: lineOf(keysOf(issue)) ?? 0 }));
  const { issue } = found.sort((one, other) => one.line - other.line)[0] ?? { issue: result.issues[0] };
  throw new UsageError(`${placeOf(keysOf(issue))}: ${describe(issue, schema)}`);
}

function readText(file: TomlFile): string {
  const bytes = readAll(file);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const line = bytes.toString().split("\uFFFD")[0]?.split("\n").length;
    throw new UsageError(`${file.name}:${line}: it is not UTF-8: save it as UTF-8`);
  }
}

function readAll({ path, name, mostBytes }: TomlFile): Buffer {
  let bytes: Buffer | undefined;
  try {
    bytes = readBytes(path, mostBytes);
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${describeFileError(error)}`);
  }
  if (bytes === undefined) throw new UsageError(`${name} is too large to be a file of deflint's`);
  return bytes;
}

/** The way to a key that schemas pass over in silence, for objects have it from elsewhere. */
function findReserved(value: unknown, path: readonly (string | number)[]): readonly (string | number)[] | undefined {
  if (typeof value !== "object" || value === null || path.length === DEEPEST) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    const found = RESERVED.has(key) ? here : findReserved(inner, here);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Deeper than any schema looks; a file may go on until the stack is full. */
const DEEPEST = 10;

const RESERVED: ReadonlySet<string> = new Set(["__proto__", "prototype", "constructor"]);

function parseToml(text: string, name: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [, reason = "it is no TOML"] = /^Invalid TOML document: ([^\n]*)/.exec(error.message) ?? [];
    const hint =
      reason === "invalid value" ? ": text stands in quotes; without them stand numbers, dates, true and false" : "";
    throw new UsageError(`${name}:${error.line}:${error.column}: ${reason}${hint}`);
  }
}

function keysOf(issue: v.BaseIssue<unknown>): (string | number)[] {
  return issue.path?.map(({ key }) => (typeof key === "number" ? key : String(key))) ?? [];
}

/** The message of a `check` is a sentence of its own; that of anything else is the end of "it has to be". */
function describe(issue: v.BaseIssue<unknown>, schema: v.GenericSchema): string {
  const keys = keysOf(issue);
  const key = keys.join(".");
  const list = issue.path?.findIndex(({ type, input }) => type === "object" && Array.isArray(input)) ?? -1;
  if (list > 0) {
    const table = keys.slice(0, list).join(".");
    return `${table} has to be one table, [${table}], and not a list of them`;
  }
  if (issue.type === "strict_object" && issue.expected === "never") {
    const closest = findClosestName(String(keys.at(-1)), keysAt(schema, keys.slice(0, -1)));
    return `there is no key ${key}${closest === undefined ? "" : `; did you mean ${closest}?`}`;
  }
  if (issue.type === "strict_object" && issue.received === "undefined") return `${key} is missing`;
  if (issue.type === "check") return `${key}: ${issue.message}`;
  return `${key} has to be ${issue.message.startsWith("Invalid ") ? describeExpected(issue) : issue.message}`;
}

function describeExpected({ type, expected }: v.BaseIssue<unknown>): string {
  if (expected === "Object") return "a table";
  const plain = (expected ?? "something else").replace(/[()]/g, "");
  return type === "picklist" ? `one of ${plain.replaceAll(" | ", ", ")}` : plain;
}

/** The keys that the schema knows in a table. */
function keysAt(schema: v.GenericSchema, path: readonly (string | number)[]): string[] {
  let at: Inner | undefined = schema as Inner;
  for (const key of [...path, undefined]) {
    while (at?.wrapped !== undefined) at = at.wrapped;
    if (key === undefined) break;
    at = at?.item ?? at?.entries?.[key];
  }
  return Object.keys(at?.entries ?? {});
}

/** What schemas of several kinds hold. */
interface Inner {
  /** Of an optional one. */
  readonly wrapped?: Inner;
  /** Of a list. */
  readonly item?: Inner;
  /** Of a table. */
  readonly entries?: Readonly<Record<string, Inner>>;
}
