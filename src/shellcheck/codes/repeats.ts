/** What ShellCheck says more than once of one cause. */
import type { Comment } from "../answer.ts";

/** Codes that come in pairs on a line: the quotes of a word processor, redirections that compete. */
const ONCE_A_LINE: ReadonlySet<number> = new Set([1015, 1016, 1110, 1111, 1112, 2260, 2261]);

/** Whether another comment on the same script says it already. */
export function isRepeat({ code, line, column }: Comment, comments: readonly Comment[]): boolean {
  if (!ONCE_A_LINE.has(code)) return false;
  return comments.some((other) => other.code === code && other.line === line && other.column < column);
}
