/** What ShellCheck answers: its format `json1`, as versions 0.7 to 0.11 write it. */

/** A stretch of the text that was asked about: lines and columns from 1, columns in code points, a tab being one, end exclusive. */
export interface Span {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Replacement extends Span {
  readonly replacement: string;
  /** Whose text lies further inside where several are put in at one place: the higher. */
  readonly precedence: number;
  /** Whether what is put in belongs to what stands before it (`beforeStart`) or to what follows (`afterEnd`). */
  readonly insertionPoint: "beforeStart" | "afterEnd";
}

/** One thing that ShellCheck says. */
export interface Comment extends Span {
  readonly level: "error" | "warning" | "info" | "style";
  /** As in 2086. */
  readonly code: number;
  readonly message: string;
  /** Those that belong together; none where ShellCheck offers no mend. */
  readonly replacements: readonly Replacement[];
}

/** Reads an answer; undefined for a text that is none. Never throws. */
export function readAnswer(text: string): Comment[] | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return undefined;
  }
  const comments = fieldOf(answer, "comments");
  if (!Array.isArray(comments)) return undefined;
  const read = comments.map(readComment);
  return read.every((comment) => comment !== undefined) ? read : undefined;
}

function readComment(value: unknown): Comment | undefined {
  const span = readSpan(value);
  const [level, code, message] = ["level", "code", "message"].map((name) => fieldOf(value, name));
  if (span === undefined || !isCount(code) || typeof message !== "string") return undefined;
  if (level !== "error" && level !== "warning" && level !== "info" && level !== "style") return undefined;
  const offered = fieldOf(fieldOf(value, "fix"), "replacements");
  const replacements = Array.isArray(offered) ? offered.map(readReplacement) : [];
  // A mend of which a part cannot be read is none; what is said holds all the same.
  const isWhole = replacements.every((replacement) => replacement !== undefined);
  return { ...span, level, code, message, replacements: isWhole ? replacements : [] };
}

function readReplacement(value: unknown): Replacement | undefined {
  const span = readSpan(value);
  const [replacement, precedence, insertionPoint] = ["replacement", "precedence", "insertionPoint"].map((name) =>
    fieldOf(value, name),
  );
  if (span === undefined || typeof replacement !== "string" || !isCount(precedence)) return undefined;
  if (insertionPoint !== "beforeStart" && insertionPoint !== "afterEnd") return undefined;
  return { ...span, replacement, precedence, insertionPoint };
}

function readSpan(value: unknown): Span | undefined {
  const [line, column, endLine, endColumn] = ["line", "column", "endLine", "endColumn"].map((name) =>
    fieldOf(value, name),
  );
  return isCount(line) && isCount(column) && isCount(endLine) && isCount(endColumn)
    ? { line, column, endLine, endColumn }
    : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
