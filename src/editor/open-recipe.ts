/** One version of a recipe that is open in an editor, read and judged: what every feature is a function of. */
import { sourceFromText } from "#grammar/source.ts";
import type { Finding } from "#rules/define-rule.ts";
import type { Document } from "#rules/document.ts";
import { comparePlaces } from "../engine/causes.ts";
import { judge, type LintOptions, readDocument } from "../engine/lint.ts";
import { recognizeOther } from "../files/recognize-other.ts";
import { type Lines, makeLines } from "./lines.ts";

export interface OpenRecipe {
  readonly uri: string;
  /** The client's number of this text. */
  readonly version: number;
  readonly text: string;
  readonly lines: Lines;
  readonly document: Document;
  readonly judging: Judging;
  /** What ShellCheck said of the text before, until it speaks of this one. */
  readonly carried: readonly Finding[];
  /** Those that are shown, sorted by place. */
  readonly findings: readonly Finding[];
}

/** How a recipe is judged. */
export interface Judging {
  readonly options: LintOptions;
  /** Whether hygiene notes are shown. */
  readonly hygiene: boolean;
  /** Whether ShellCheck is to be asked, where there is one. */
  readonly usesShellCheck: boolean;
}

/** What a client sends of a text. */
export type OpenText = Pick<OpenRecipe, "uri" | "version" | "text">;

/** Reads and judges a text. Never throws where the rules do not. */
export function openRecipe(
  { uri, version, text }: OpenText,
  judging: Judging,
  carried: readonly Finding[] = [],
): OpenRecipe {
  const document = readDocument(sourceFromText(text), judging.options);
  return judgeAgain({ uri, version, text, lines: makeLines(text), document, judging, carried, findings: [] });
}

/** Judges a recipe again, of which more is known by now. */
export function judgeAgain(recipe: OpenRecipe, more: Pick<LintOptions, "shellcheck"> = {}): OpenRecipe {
  const findings = judgeText(recipe.document, recipe.judging, more);
  if (more.shellcheck !== undefined) return { ...recipe, carried: [], findings };
  return { ...recipe, findings: [...findings, ...recipe.carried].sort(comparePlaces) };
}

/** The findings of another text under the same settings, which an edit would make of the recipe. */
export function judgeText(
  document: Document,
  { options, hygiene }: Judging,
  more: Pick<LintOptions, "shellcheck"> = {},
): readonly Finding[] {
  if (recognizeOther(document.source.text) !== undefined) return [];
  const { findings } = judge(document.source, { ...options, ...more }, document);
  return hygiene ? findings : findings.filter((finding) => !finding.hygiene);
}
