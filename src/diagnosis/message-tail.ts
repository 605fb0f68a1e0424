/** The further lines of the message that ends a build: what a program of the engine's printed stands in it. */
import type { LogLine } from "./log-line.ts";

/** `/usr/bin/mksquashfs command failed: exit status 1: `, `extract command failed: ` of unsquashfs; the stack of a crash. */
const QUOTES_A_PROGRAM = / \S+ command failed: |^panic: /;
const MOST = 20;

/** Empty for a message of one line. */
export function messageTail(lines: readonly LogLine[], end: number): readonly LogLine[] {
  if (!QUOTES_A_PROGRAM.test(lines[end]?.text ?? "")) return [];
  const following = lines.slice(end + 1, end + 1 + MOST);
  const next = following.findIndex(({ level }) => level !== undefined && level !== "warning");
  return next === -1 ? following : following.slice(0, next);
}
