/**
 * R: which commands install packages. R code is looked at for calls of a few functions and for the quoted names in
 * their first argument; it is not parsed. R 4.4 `?install.packages`, BiocManager 1.30, remotes 2.5, littler's install2.r.
 */
import type { Command, Word } from "#grammar/shell/tree.ts";
import { type Argument, hasOption, type Invocation, operandsOf } from "../shell/invocation.ts";
import type { Reading } from "./manager.ts";

export interface RCall {
  /** As written, without its package: `install.packages`, `install`, `install_github`. */
  readonly name: string;
  /** The code between its parentheses. */
  readonly text: string;
  readonly packages: readonly Argument[];
}

/** The installing calls in the R code that a command runs, in its order. */
export function findRCalls(command: Command, invocation: Invocation): RCall[] {
  return codeOf(command, invocation).flatMap(({ code, word }) => callsIn(code, word));
}

/** The programs that run R's code or install its packages. */
export const R_PROGRAMS: ReadonlySet<string> = new Set(["R", "Rscript", "littler", "r", "install.r", "install2.r"]);

export function readRInstall(command: Command, invocation: Invocation): Reading | undefined {
  const { name, arguments: words } = invocation;
  const rest = { family: "r", action: "install", files: [], verb: undefined } as const;
  if (/^install2?\.r$/.test(name)) return { ...rest, packages: operandsOf(words, /^-[rlnmte]$|^--(?:repos|libloc)$/) };
  if (name === "R" && words[0]?.value === "CMD") {
    if (words[1]?.value !== "INSTALL") return undefined;
    return { ...rest, packages: operandsOf(words.slice(2), /^-l$|^--library$/), verb: words[1] };
  }
  const calls = findRCalls(command, invocation);
  return calls.length === 0 ? undefined : { ...rest, packages: calls.flatMap(({ packages }) => packages) };
}

/** What stands behind `-e`, and heredocs. */
function codeOf(command: Command, { name, arguments: words }: Invocation): { code: string; word: Word }[] {
  if (!/^(?:R|Rscript|littler|r)$/.test(name)) return [];
  const given = words.flatMap(({ value, word }, at) => {
    if (/^(?:-[a-z]*e|--eval)$/.test(words[at - 1]?.value ?? "")) return [{ code: value ?? word.value, word }];
    const glued = /^(?:-e|--eval=)(.+)/s.exec(value ?? "")?.[1];
    return glued === undefined ? [] : [{ code: glued, word }];
  });
  if (given.length > 0 || hasOption(words, /^--version$/)) return given;
  return command.heredocs.map(({ body }) => ({ code: body.text, word: wordOf(body) }));
}

/** A heredoc in the place of a word. */
function wordOf({ start, end, text }: Command["heredocs"][number]["body"]): Word {
  return { start, end, text, value: text, literal: true, templated: false, segments: [] };
}

const CALL =
  /(?:\b(?:utils|BiocManager|remotes|devtools|pak)::|\b)(install\.packages|(?<=BiocManager::)install|biocLite|install_(?:github|gitlab|bioc|cran|version|url|git)|(?<=pak::)(?:pak|pkg_install))\s*\(/g;

/** Calls in code without its comments. */
function callsIn(code: string, word: Word): RCall[] {
  const live = code.replace(/^[ \t]*#.*$/gm, "");
  return [...live.matchAll(CALL)].map((match) => {
    const text = upToClosing(live.slice(match.index + match[0].length));
    const packages = firstArgument(text).map((value) => ({ value, word }));
    return { name: match[1] ?? "", text, packages };
  });
}

/** The text before the parenthesis that closes an open one, quotes left alone. */
function upToClosing(text: string): string {
  let depth = 1;
  for (const { index, 0: token } of text.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[()]/g)) {
    if (token === "(") depth += 1;
    else if (token === ")") depth -= 1;
    if (depth === 0) return text.slice(0, index);
  }
  return text;
}

/** The quoted names in `"a"`, `c("a", "b")` or `pkgs = c(...)`; one unknown name where they stand elsewhere. */
function firstArgument(text: string): (string | undefined)[] {
  const list = /^\s*(?:\w+\s*=\s*)?c\(/.exec(text);
  const argument = list === null ? (/^[^,]*/.exec(text)?.[0] ?? "") : upToClosing(text.slice(list[0].length));
  const names = [...argument.matchAll(/"([^"\\]+)\\?"|'([^'\\]+)'/g)].map((match) => match[1] ?? match[2]);
  return names.length > 0 || text.trim() === "" ? names : [undefined];
}
