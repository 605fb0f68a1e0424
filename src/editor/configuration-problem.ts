/** A configuration that cannot be followed, as an editor shows it in the file that is wrong. */
import { resolve } from "node:path";
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";

export interface ConfigurationProblem {
  /** One line that starts with the file, and its line where that is known. */
  readonly message: string;
  /** The absolute path of the file; undefined where the message names none. */
  readonly path: string | undefined;
  readonly diagnostic: Diagnostic;
}

/**
 * Reads what is said of a wrong configuration.
 * @param cwd absolute; people are told paths relative to it
 */
export function readProblem(message: string, cwd: string): ConfigurationProblem {
  const [, file, line = "1", column = "1", reason] =
    /^(.+?\.toml)(?::(\d+))?(?::(\d+))?(?:: | (?=cannot ))(.*)$/.exec(message) ?? [];
  const start = { line: Number(line) - 1, character: Number(column) - 1 };
  return {
    message,
    path: file === undefined ? undefined : resolve(cwd, file),
    diagnostic: {
      // To the end of the line, however long it is.
      range: { start, end: { line: start.line, character: 2 ** 20 } },
      severity: DiagnosticSeverity.Error,
      source: "deflint",
      message: reason ?? message,
    },
  };
}
