/** Which editors there are. */
import { spawnSync } from "node:child_process";

/** Milliseconds after which an editor that does nothing is taken to hang. */
const PATIENCE = 60_000;

/** Whether a program can be run here; said loudly where it cannot. */
export function hasEditor(program: string, words: readonly string[] = ["--version"]): boolean {
  const isThere = spawnSync(program, words, { timeout: PATIENCE }).status === 0;
  if (!isThere) console.warn(`\n!!! SKIPPED: what docs/editors.md says of ${program}, because it is not installed\n`);
  return isThere;
}
