/** What deflint itself knows of the causes of a failure: the places and the fixes of its rules. */
import type { SourceText } from "#grammar/source.ts";
import type { Finding, Fix, Target } from "#rules/define-rule.ts";
import { rules } from "#rules/index.ts";
import { TODAY } from "#rules/knowledge/today.ts";
import { EVERY_RULE, type RuleChoice } from "../engine/choice.ts";
import { lint } from "../engine/lint.ts";
import { converge } from "../fixer/converge.ts";
import { renderDiff } from "../fixer/diff.ts";
import { guard } from "../fixer/guard.ts";
import { CAUSES } from "./causes/index.ts";
import type { CauseName } from "./causes/names.ts";
import type { Cause, Diagnosis } from "./diagnosis.ts";

/**
 * The diagnosis with rule and diff at each cure that a fix of a rule is: one that `deflint build` may apply, safe or not; and
 * with lines where the log alone gave none.
 * @param path what the diffs name
 * @param choice says which fixes the recipe's owners allow
 */
export function addMends(
  diagnosis: Diagnosis,
  source: SourceText,
  path: string,
  choice: RuleChoice = EVERY_RULE,
): Diagnosis {
  const concerned = diagnosis.causes.flatMap(({ cause }) => knownOf(cause).rules);
  if (concerned.length === 0 || source.hasInvalidUtf8) return diagnosis;
  const target: Target = {
    engine: diagnosis.engine?.kind ?? "apptainer",
    mode: diagnosis.mode ?? "suid-fakeroot",
    today: TODAY,
    building: true,
  };
  const concerning = rules.filter(({ meta }) => concerned.includes(meta.code));
  const findings = lint(source, { rules: concerning, target }).map((finding) => ({
    ...finding,
    fix: choice.adjust(finding)?.fix,
  }));
  const causes = diagnosis.causes.map((cause) => mendOf(placeByRules(cause, findings, source), findings, source, path));
  return { ...diagnosis, causes };
}

/** The rules that know of a cause. What a section's line hands to its shell fails before any command, in the shell's own words. */
function knownOf(cause: CauseName): { readonly rules: readonly string[]; readonly isPlacedByRules: boolean } {
  if (cause === "command-failed") return { rules: ["DF029"], isPlacedByRules: true };
  const entry = CAUSES.find((one) => one.cause === cause);
  return { rules: entry?.rules ?? [], isPlacedByRules: entry?.blames === "message" };
}

/** Apptainer seldom says where it stopped: the first error that the rules find of it is the place. */
function placeByRules(cause: Cause, findings: readonly Finding[], source: SourceText): Cause {
  const { rules, isPlacedByRules } = knownOf(cause.cause);
  if (cause.line !== null || !isPlacedByRules) return cause;
  const found = findings.find(({ code, severity }) => severity === "error" && rules.includes(code));
  return found === undefined ? cause : { ...cause, line: source.positionAt(found.range.start).line + 1 };
}

function mendOf(cause: Cause, findings: readonly Finding[], source: SourceText, path: string): Cause {
  const codes = knownOf(cause.cause).rules;
  if (cause.line === null || cause.cure.kind === "administrator") return cause;
  const offset = source.lineStarts[cause.line - 1] ?? 0;
  const lineEnd = source.lineStarts[cause.line] ?? source.text.length;
  const here = findings.filter(
    ({ code, range }) => codes.includes(code) && range.start < lineEnd && range.end > offset,
  );
  const [first] = here;
  if (first === undefined) return cause;
  // One stub serves all of a script: it may hang on an earlier finding.
  const fixable = [...here, ...findings.filter(({ code, range }) => codes.includes(code) && range.start < offset)];
  const chosen = fixable.find((finding) => isApplicable(finding.fix));
  if (chosen === undefined) return { ...cause, cure: { ...cause.cure, rule: first.code } };
  const diff = renderDiff(path, source.text, apply(source, chosen));
  return { ...cause, cure: { ...cause.cure, rule: first.code, ...(diff !== "" && { diff }) } };
}

function isApplicable(fix: Fix | undefined): boolean {
  return fix !== undefined && (fix.safetyInBuild ?? fix.safety) !== "manual";
}

function apply(source: SourceText, finding: Finding): string {
  let pending: readonly Finding[] = [finding];
  const once = (): readonly Finding[] => {
    const now = pending;
    pending = [];
    return now;
  };
  return converge(source.text, { lint: once, guard, selection: { unsafe: true, building: true, hygiene: true } }).text;
}
