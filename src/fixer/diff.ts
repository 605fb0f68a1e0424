/** The unified diff between a recipe and its mend, as `git apply` and `patch -p1` take it. */
import { structuredPatch } from "diff";

const CONTEXT_LINES = 3;

/**
 * A unified diff with traditional headers, `path` being relative to the directory it will be applied in; empty for equal
 * texts. There is no `diff --git` line, so that `git apply` takes the path as relative to a sub-directory it runs in.
 */
export function renderDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const { hunks } = structuredPatch(path, path, before, after, undefined, undefined, { context: CONTEXT_LINES });
  const lines = [`--- ${quotePath(`a/${path}`)}`, `+++ ${quotePath(`b/${path}`)}`];
  for (const hunk of hunks) {
    lines.push(
      `@@ -${spanOf(hunk.oldStart, hunk.oldLines)} +${spanOf(hunk.newStart, hunk.newLines)} @@`,
      ...hunk.lines,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** A span without lines is named by the line before it. */
function spanOf(start: number, lines: number): string {
  if (lines === 1) return `${start}`;
  return lines === 0 ? `${start - 1},0` : `${start},${lines}`;
}

const NAMED_ESCAPES: Readonly<Record<number, string>> = {
  7: "\\a",
  8: "\\b",
  9: "\\t",
  10: "\\n",
  11: "\\v",
  12: "\\f",
  13: "\\r",
  34: '\\"',
  92: "\\\\",
};

/** A path as git writes it into a diff: in quotes when a byte is unusual, with a closing tab when it has a space. */
function quotePath(path: string): string {
  const bytes = [...Buffer.from(path)];
  const unusual = bytes.some((byte) => byte < 0x20 || byte >= 0x7f || byte === 34 || byte === 92);
  // GNU patch ends an unquoted name at white space unless a tab stands after it.
  if (!unusual) return path.includes(" ") ? `${path}\t` : path;
  return `"${bytes.map(escapeByte).join("")}"`;
}

function escapeByte(byte: number): string {
  const named = NAMED_ESCAPES[byte];
  if (named !== undefined) return named;
  return byte < 0x20 || byte >= 0x7f ? `\\${byte.toString(8).padStart(3, "0")}` : String.fromCharCode(byte);
}
