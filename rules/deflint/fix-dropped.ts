import { defineRule, inEveryMode } from "../define-rule.ts";

/** The message of a fix of `code` that was left out; the fixer finds it, since only it knows. */
export function describeDroppedFix(code: string, title: string, reason: string): string {
  const whose = code.startsWith("SC") ? "The fix is ShellCheck's" : "This is a bug of the rule, please report it";
  return `A fix was left out (${title}): ${reason}. ${whose}.`;
}

export default defineRule({
  meta: {
    code: "DF904",
    name: "fix-dropped",
    summary: "Report fixes that had to be left out",
    why: `A fix would have broken the recipe, so it was left out: it would have made a syntax error, lost a comment, or changed what
Apptainer reads of the header, of files or of labels. Nothing is lost, and the finding that it belonged to is still there to be mended by hand. It
is a bug of deflint: please report it, with the recipe if you can.`,
    severity: "info",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: ["deflint's own guard of fixes"],
  },
  on: {},
});
