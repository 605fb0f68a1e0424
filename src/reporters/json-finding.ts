/** A finding as every JSON of ours has it; `findings.schema.json` describes it. */
import type { Range, SourceText } from "#grammar/source.ts";
import type { Finding, Fix } from "#rules/define-rule.ts";
import { findingUrl } from "./rule-url.ts";

/** Lines and characters are 0-based, characters in UTF-16, a byte order mark among them: they index the text as it is. */
export function describeFinding(finding: Finding, text: SourceText): object {
  const { code, name, source, severity, confidence, message, modes, related, fix } = finding;
  return {
    code,
    name,
    source,
    severity,
    confidence,
    message,
    range: describeRange(finding.range, text),
    modes,
    related: related.map((other) => ({ message: other.message, range: describeRange(other.range, text) })),
    fix: fix === undefined ? null : describeFix(fix, text),
    url: findingUrl(finding),
  };
}

function describeFix({ title, safety, edits }: Fix, text: SourceText): object {
  return {
    title,
    safety,
    edits: edits.map((edit) => ({ range: describeRange(edit, text), newText: edit.text })),
  };
}

function describeRange({ start, end }: Range, text: SourceText): object {
  return { start: text.positionAt(start), end: text.positionAt(end) };
}
