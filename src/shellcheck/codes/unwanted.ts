/** What ShellCheck says that is no news in a recipe, with the reason for each. */
import type { ScriptContext } from "#rules/document.ts";

const NEVER: ReadonlySet<number> = new Set([
  // Frames around an error that names itself beside them.
  1009, 1019, 1072, 1073,
  // A keyword, a bracket or the end of a heredoc that it misses: where the shell misses it too, DF026 says so; elsewhere, as at
  // `fi\` with `&&` on the next line, only ShellCheck's own parser does.
  1010,
  1033, 1034, 1036, 1038, 1039, 1041, 1042, 1043, 1044, 1045, 1046, 1047, 1048, 1049, 1050, 1051, 1052, 1053, 1054,
  1055, 1056, 1057, 1058, 1059, 1060, 1061, 1062, 1063, 1064, 1070, 1074, 1076, 1080, 1085, 1088, 1089, 1119, 1120,
  1122,
  // A blank behind a backslash, a comment in a continued command: DF511 and DF510 know where they do harm.
  1101, 1143,
  // CR before a line feed is dropped by Apptainer.
  1017,
  // "{" is literal: in recipes it is always meant, as in `\${releasever}`, `parallel {1}` and templates of other tools.
  1083,
  // Files of the image cannot be followed from here.
  1090, 1091,
  // Which `#!` line counts, and where, is Apptainer's to say (DF502); the first line that ShellCheck sees is ours.
  1008, 1071, 1082, 1104, 1113, 1114, 1115, 1128, 2096, 2148, 2187, 2239,
  // `$` in single quotes: a recipe writes scripts and profiles of the image by `echo '...$PATH...'`.
  2016,
  // What only bash has: DF503 knows which of it breaks under which /bin/sh. 2039 and 2169 are older names for SC3xxx.
  2039, 2112, 2113, 2169,
  // `pip install .[tests]` names an extra, and pip gets the word as it is wherever no file is called so.
  2102,
  // Each use of a variable of which SC2089 has said at its assignment that the quotes in it are text.
  2090,
  // A name that is set elsewhere: by the host (http_proxy), the base image, %environment or --env.
  2153, 2154,
]);

/** Codes of what only some shells have. */
function isAboutDialects(code: number): boolean {
  return code >= 3000 && code < 4000;
}

/** Whether a code says nothing that is worth reading, in any script or in this one. */
export function isUnwanted(code: number, { script: { interpreter, type } }: ScriptContext): boolean {
  if (NEVER.has(code) || isAboutDialects(code)) return true;
  switch (code) {
    // %environment is there to set variables; one that is not exported is found by DF604.
    case 2034:
      return type === "environment" || type === "appenv";
    // A command whose failure `export` hides would not have stopped a script that goes on after failures anyway.
    case 2155:
      return !interpreter.errexit;
  }
  return false;
}
