/** Notes on rules: what one is about, and why something is found at a place. */
import type { Text } from "#grammar/ast.ts";
import type { Finding } from "#rules/define-rule.ts";
import { namesShellCheck } from "#rules/knowledge/recipe/suppressions.ts";
import { FIX_HELP } from "../docs/facts.ts";
import type { RuleDoc } from "../docs/rule-doc.ts";
import { labelRule } from "../reporters/rule-label.ts";
import { findingUrl } from "../reporters/rule-url.ts";
import type { Note } from "./hover.ts";
import type { OpenRecipe } from "./open-recipe.ts";
import { touches } from "./places.ts";

/** A rule that a comment names; undefined for one that there is not. */
export function describeRule(word: Text, docs: readonly RuleDoc[]): Note | undefined {
  const named = word.text.toLowerCase();
  const doc = docs.find(({ code, name }) => code.toLowerCase() === named || name === named);
  if (doc !== undefined) return { range: word, text: `**${labelRule(doc)}**: ${doc.summary}.\n\n${doc.why.trim()}` };
  if (!namesShellCheck(word.text)) return undefined;
  if (named === "shellcheck") return { range: word, text: "All that ShellCheck says." };
  const code = word.text.toUpperCase();
  const url = findingUrl({ source: "shellcheck", code, name: code });
  return { range: word, text: `[${code}](${url}) of ShellCheck` };
}

/** The findings at an offset, each with its reason. */
export function describeFindings({ findings }: OpenRecipe, offset: number, docs: readonly RuleDoc[]): Note[] {
  return findings.filter(({ range }) => touches(range, offset)).map((finding) => describeFinding(finding, docs));
}

function describeFinding(finding: Finding, docs: readonly RuleDoc[]): Note {
  const { code, range, fix } = finding;
  const why = docs.find((doc) => doc.code === code)?.why.trim();
  const url = findingUrl(finding);
  const label = url === null ? `**${labelRule(finding)}**` : `[**${labelRule(finding)}**](${url})`;
  const mend = fix === undefined ? "" : `\n\nFix, ${FIX_HELP[fix.safety]}: ${fix.title}.`;
  return { range, text: `${label}${why === undefined ? "" : `: ${why}`}${mend}` };
}
