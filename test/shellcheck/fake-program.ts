/** Programs that stand in for ShellCheck, for better or worse. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

export interface FakeProgram {
  readonly directory: string;
  /** Absolute. */
  readonly path: string;
  /** The arguments of each run so far, those that ask for the version left out. */
  readonly runs: () => string[];
}

/** What a sound one does with a text: finds `$1`. */
export const FIND_ARGUMENTS = `
  const comments = text.split("\\n").flatMap((line, index) => {
    const column = line.indexOf("$1") + 1;
    if (column === 0) return [];
    return [{ file: "-", line: index + 1, endLine: index + 1, column, endColumn: column + 2, level: "warning", code: 2999, message: "No numbers", fix: null }];
  });
  console.log(JSON.stringify({ comments }));
  process.exitCode = comments.length > 0 ? 1 : 0;
`;

/**
 * A program named shellcheck.
 * @param answer what it does with `text`, in JavaScript
 * @param version what it prints for --version, in JavaScript
 */
export function makeProgram(
  answer = FIND_ARGUMENTS,
  version = 'console.log("ShellCheck\\nversion: 0.9.0");',
): FakeProgram {
  const directory = makeTemporaryDirectory();
  const path = join(directory, "shellcheck");
  const log = join(directory, "runs");
  writeFileSync(
    path,
    `#!${process.execPath}
const { appendFileSync, readFileSync } = require("node:fs");
const words = process.argv.slice(2);
if (words[0] === "--version") {
  ${version}
} else {
  appendFileSync(${JSON.stringify(log)}, words.join(" ") + "\\n");
  const text = readFileSync(0, "utf8");
  ${answer}
}
`,
  );
  chmodSync(path, 0o755);
  const runs = () => (existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : []);
  return { directory, path, runs };
}
