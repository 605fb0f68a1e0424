/** The small objects that SARIF is made of. */
import { pathToFileURL } from "node:url";
import type { Range, SourceText } from "#grammar/source.ts";
import { placeOf } from "./place.ts";
import { printable } from "./printable.ts";

/** What relative addresses are relative to; code hosts know it by this name. */
export const ROOT = "%SRCROOT%";

/** SARIF's words for severities. */
export const LEVELS = { error: "error", warning: "warning", info: "note" } as const;

/** A file. */
export interface ArtifactLocation {
  readonly uri: string;
  readonly uriBaseId?: string;
}

/** A file by its path: relative to the root, or absolute. */
export function locate(path: string): ArtifactLocation {
  if (path.startsWith("/")) return { uri: pathToFileURL(path).href };
  const uri = path.toWellFormed().split("/").map(encodeURIComponent).join("/");
  return { uri, uriBaseId: ROOT };
}

/** A range, its end excluded; columns are in UTF-16 code units. */
export function regionOf(source: SourceText, range: Range): object {
  const { line, column, endLine, endColumn } = placeOf(source, range);
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** A message without links: `[text](address)` from a recipe would be one to a viewer. */
export function describeMessage(text: string): { text: string } {
  return { text: printable(text).replaceAll("](", "] (") };
}
