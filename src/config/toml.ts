/** Reads a TOML file against a schema; what is wrong with it is said in one line, with its place. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse, TomlError } from "smol-toml";
import * as v from "valibot";
import { findClosestName } from "#rules/knowledge/closest-name.ts";
import { describeFileError } from "../files/file-error.ts";
import { UsageError } from "../usage-error.ts";

/**
 * The value of a file.
 * @param path absolute, or relative to `cwd`; errors name it as given
 * @throws UsageError for a file that cannot be read, is no TOML or is not what the schema asks for
 */
export function readToml<Schema extends v.GenericSchema>(
  path: string,
  cwd: string,
  schema: Schema,
): v.InferOutput<Schema> {
  const text = readText(path, cwd);
  const result = v.safeParse(schema, parseToml(text, path));
  if (result.success) return result.output;
  const issue = result.issues[0];
  const keys = issue.path?.map(({ key }) => String(key)) ?? [];
  const line = lineOf(text, keys);
  throw new UsageError(`${path}${line === undefined ? "" : `:${line}`}: ${describe(issue, keys, schema)}`);
}

function readText(path: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, path), "utf8");
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${describeFileError(error)}`);
  }
}

function parseToml(text: string, path: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [, reason = "it is no TOML"] = /^Invalid TOML document: ([^\n]*)/.exec(error.message) ?? [];
    throw new UsageError(`${path}:${error.line}:${error.column}: ${reason}`);
  }
}

function describe(issue: v.BaseIssue<unknown>, keys: readonly string[], schema: v.GenericSchema): string {
  const key = keys.join(".");
  if (issue.type === "strict_object" && issue.expected === "never") {
    const closest = findClosestName(keys.at(-1) ?? "", keysAt(schema, keys.slice(0, -1)));
    return `there is no key ${key}${closest === undefined ? "" : `; did you mean ${closest}?`}`;
  }
  if (issue.type === "strict_object" && issue.received === "undefined") return `${key} is missing`;
  const wanted = issue.type === "picklist" ? `one of ${issue.expected?.replaceAll(" | ", ", ")}` : issue.message;
  return `${key} has to be ${wanted.replace(/^[(]|[)]$/g, "").replace(/[()]/g, "")}`;
}

/** The keys that the schema knows in a table. */
function keysAt(schema: v.GenericSchema, path: readonly string[]): string[] {
  let at: unknown = schema;
  for (const key of [...path, undefined]) {
    while (at !== undefined && (at as { wrapped?: unknown }).wrapped !== undefined) {
      at = (at as { wrapped: unknown }).wrapped;
    }
    const { entries } = (at ?? {}) as { entries?: Record<string, unknown> };
    if (key === undefined) return Object.keys(entries ?? {});
    at = entries?.[key];
  }
  return [];
}

/** The 1-based line of a key: a parsed value has no place of its own. Undefined where the key is written another way. */
function lineOf(text: string, keys: readonly string[]): number | undefined {
  const lines = text.split("\n");
  let table: readonly string[] = [];
  for (const [index, line] of lines.entries()) {
    const head = /^\s*\[+([^\]]*)\]+/.exec(line)?.[1];
    if (head !== undefined) table = head.split(".").map((part) => part.trim());
    const key = head === undefined ? /^\s*["']?([\w-]+)["']?\s*=/.exec(line)?.[1] : undefined;
    const here = key === undefined ? table : [...table, key];
    const isPlace = here.length > 0 && here.every((part, at) => part === keys[at]);
    if (isPlace && (key !== undefined || here.length === keys.length)) return index + 1;
  }
  return undefined;
}
