/** Scripts that a command hands to another shell: `bash -c '...'` and `bash <<'EOF'`. */
import type { Range } from "../source.ts";
import { setsErrexit } from "./interpreter.ts";

/** A word or heredoc of the command, in offsets of the text that is parsed. */
export interface HandedWord extends Range {
  /** As written, quotes included. */
  readonly text: string;
  /** Without quotes. */
  readonly value: string;
}

export interface HandedScript extends Range {
  /** Whether the shell that gets it stops at a failing command. */
  readonly errexit: boolean;
}

/** Programs that run the command behind them. */
const WRAPPERS: ReadonlySet<string> = new Set(
  "sudo env exec time nice nohup timeout command eatmydata fakeroot conda mamba micromamba chroot".split(" "),
);
const SHELLS: ReadonlySet<string> = new Set(["sh", "bash", "dash", "ash"]);

/** Whether a command that begins with this word can hand a script on. */
export function mayHandScript(word: string | undefined): boolean {
  const name = programOf(word ?? "");
  return SHELLS.has(name) || WRAPPERS.has(name);
}

/**
 * The scripts of a command, only where what is written is what the shell gets: in single quotes, or in double quotes and
 * heredocs without a backslash (bash(1), "Invocation": the first word behind `-c` is the script).
 */
export function findHandedScripts(
  words: readonly HandedWord[],
  heredocs: readonly (HandedWord & { readonly quoted: boolean })[],
): HandedScript[] {
  const at = findShell(words);
  if (at === -1) return [];
  const options = optionsAfter(words, at + 1);
  const values = options.map(({ value }) => value);
  const errexit = setsErrexit(values);
  const operand = words[at + 1 + options.length];
  if (values.some((value) => /^-[a-zA-Z]*c/.test(value))) {
    const inside = operand && insideOfQuotes(operand);
    return inside === undefined ? [] : [{ ...inside, errexit }];
  }
  const readsInput = operand === undefined || values.some((value) => /^-[a-zA-Z]*s/.test(value));
  const heredoc = heredocs.at(-1);
  if (!readsInput || heredoc === undefined || (!heredoc.quoted && /\\/.test(heredoc.text))) return [];
  return [{ start: heredoc.start, end: heredoc.end, errexit }];
}

function findShell(words: readonly HandedWord[]): number {
  const first = programOf(words[0]?.value ?? "");
  if (SHELLS.has(first)) return 0;
  if (!WRAPPERS.has(first)) return -1;
  return words.findIndex(({ value }) => SHELLS.has(programOf(value)));
}

function programOf(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1);
}

function optionsAfter(words: readonly HandedWord[], from: number): HandedWord[] {
  const options: HandedWord[] = [];
  for (const word of words.slice(from)) {
    const takesValue = /^[-+][a-zA-Z]*o$/.test(options.at(-1)?.value ?? "");
    if (!takesValue && !/^[-+]./.test(word.value)) break;
    options.push(word);
  }
  return options;
}

function insideOfQuotes({ start, end, text }: HandedWord): Range | undefined {
  const isQuoted = /^'[^']*'$/.test(text) || /^"[^"\\`]*"$/.test(text);
  return isQuoted && text.length > 2 ? { start: start + 1, end: end - 1 } : undefined;
}
