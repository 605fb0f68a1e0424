/** Processor architectures: what file names and targets call them. */

export type Architecture = "x86_64" | "aarch64";

// What projects put into the names of their archives; "x64" and "linux64" mean the same as x86_64.
const IN_NAMES: readonly (readonly [Architecture, RegExp])[] = [
  ["x86_64", /x86[_-]64|amd64|linux-?64(?!\d)|(?:^|[-_.])x64(?=[-_.]|$)/i],
  ["aarch64", /aarch64|arm64/i],
];

/** The one architecture that a file's name is for; undefined where it names none, both, or another system. */
export function architectureIn(fileName: string): Architecture | undefined {
  if (/darwin|macos|osx|windows|(?:^|[-_.])win(?:32|64)?(?:[-_.]|$)/i.test(fileName)) return undefined;
  // A name that is nothing but an architecture is a directory's more often than a file's.
  const named = IN_NAMES.filter(([, pattern]) => fileName.replace(pattern, "").length > 1 && pattern.test(fileName));
  return named.length === 1 ? named[0]?.[0] : undefined;
}

/** The architecture that a target names, in any of its spellings. */
export function readArchitecture(name: string): Architecture | undefined {
  if (/^(?:x86[_-]64|amd64|x64)$/i.test(name)) return "x86_64";
  return /^(?:aarch64|arm64)$/i.test(name) ? "aarch64" : undefined;
}

/** Whether a text asks which architecture it runs on. */
export function asksForArchitecture(text: string): boolean {
  return /\buname\s+-[a-z]*[mpi]|\barch\b|print-architecture|ARCH\b/.test(text);
}
