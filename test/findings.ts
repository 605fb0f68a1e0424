/** Makes findings for tests that need no rule. */
import type { Edit, Finding, Safety } from "#rules/define-rule.ts";

/** A fix as a test writes it. */
export interface FixDraft {
  readonly safety?: Safety;
  readonly safetyInBuild?: Safety;
  readonly title?: string;
  readonly edits: readonly Edit[];
}

/** A finding over a range, with what the test does not care about filled in. */
export function makeFinding(
  start: number,
  end: number,
  more: Partial<Omit<Finding, "fix">> & { fix?: FixDraft } = {},
): Finding {
  const { fix, ...rest } = more;
  return {
    source: "deflint",
    code: "DF999",
    name: "test-rule",
    severity: "warning",
    confidence: "high",
    hygiene: false,
    message: "a test says so",
    range: { start, end },
    modes: { "suid-fakeroot": "fails" },
    related: [],
    ...rest,
    fix: fix === undefined ? undefined : { title: "mend it", safety: "safe", ...fix },
  };
}

/** A rule that finds every occurrence of a word and replaces it. */
export function replaceWord(
  word: string,
  replacement: string,
  more: Partial<Omit<Finding, "fix">> & { safety?: Safety } = {},
) {
  const { safety = "safe", ...rest } = more;
  return (text: string): Finding[] => {
    const found: Finding[] = [];
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
      const edits = [{ start: at, end: at + word.length, text: replacement }];
      found.push(makeFinding(at, at + word.length, { ...rest, fix: { safety, edits, title: `say ${replacement}` } }));
    }
    return found;
  };
}
