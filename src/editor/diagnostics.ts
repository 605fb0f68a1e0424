/** Findings as an editor shows them. */
import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { Finding } from "#rules/define-rule.ts";
import { findingUrl } from "../reporters/rule-url.ts";
import type { OpenRecipe } from "./open-recipe.ts";

/** What a client gets beside a diagnostic, for what it builds on it. */
export interface DiagnosticData {
  /** The rule's name. */
  readonly name: string;
  /** How far its fix may be trusted; absent where there is none. */
  readonly fix?: NonNullable<Finding["fix"]>["safety"];
}

const SEVERITIES: Readonly<Record<Finding["severity"], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** Rules about what nobody reads: it can be shown faded. */
const UNNECESSARY: ReadonlySet<string> = new Set(["unused-suppression", "extra-words", "shebang-ignored"]);
/** Rules about what there is no more: it can be shown struck out. */
const DEPRECATED: ReadonlySet<string> = new Set(["retired-image-source", "end-of-life-base", "removed-tool"]);

/** The diagnostics of a recipe, in the order of its findings. */
export function diagnosticsOf(recipe: OpenRecipe): Diagnostic[] {
  return recipe.findings.map((finding) => diagnosticOf(finding, recipe));
}

/** One finding as a diagnostic. */
export function diagnosticOf(finding: Finding, { lines, uri }: OpenRecipe): Diagnostic {
  const { code, name, source, hygiene, severity, message, range, related, fix } = finding;
  const href = findingUrl(finding);
  const tags = [
    ...(UNNECESSARY.has(name) ? [DiagnosticTag.Unnecessary] : []),
    ...(DEPRECATED.has(name) ? [DiagnosticTag.Deprecated] : []),
  ];
  const data: DiagnosticData = { name, ...(fix && { fix: fix.safety }) };
  return {
    range: lines.toPositions(range),
    severity: hygiene ? DiagnosticSeverity.Hint : SEVERITIES[severity],
    code,
    ...(href !== null && { codeDescription: { href } }),
    source,
    message,
    ...(tags.length > 0 && { tags }),
    ...(related.length > 0 && {
      relatedInformation: related.map((one) => ({
        location: { uri, range: lines.toPositions(one.range) },
        message: one.message,
      })),
    }),
    data,
  };
}
