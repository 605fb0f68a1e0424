/** Mends the text of one recipe that was judged, and says what came of it. Writes nothing. */
import { type SourceText, sourceFromText } from "#grammar/source.ts";
import type { Finding } from "#rules/define-rule.ts";
import fixDropped, { describeDroppedFix } from "#rules/deflint/fix-dropped.ts";
import { comparePlaces } from "../../engine/causes.ts";
import { type Judgement, judge } from "../../engine/lint.ts";
import { type CheckOptions, describeInternalError, type FileResult, type Problem } from "../../engine/run.ts";
import { type BrokenFix, type Converged, converge } from "../../fixer/converge.ts";
import { guard } from "../../fixer/guard.ts";
import { type Selection, selectFixes } from "../../fixer/select.ts";

/** What mending came to. */
export interface Mending {
  /** Undefined where nothing could be mended. */
  readonly mended?: {
    readonly source: SourceText;
    readonly applied: Converged["applied"];
    readonly cured: number;
    /** What is said of it, with the fixes that had to be left out. */
    readonly judgement: Judgement;
  };
  readonly problems: readonly Problem[];
}

/** Applies the selected fixes in memory. Never throws. */
export function mendFile(
  { source, judgement, problems }: FileResult,
  wanted: Omit<Selection, "hygiene">,
  options: CheckOptions,
): Mending {
  const selection = { ...wanted, hygiene: options.hygiene };
  if (source === undefined || judgement === undefined || problems.length > 0) return { problems: [] };
  if (source.hasInvalidUtf8) {
    const isWanted = selectFixes(judgement.findings, selection).length > 0;
    return { problems: isWanted ? [{ kind: "not-text", message: "not fixed: it is not valid UTF-8" }] : [] };
  }
  // Each text is judged once: the first was before, and what remains is what is said of the last.
  const judgements = new Map([[source.text, judgement]]);
  const judgeOnce = (text: string): Judgement => {
    const known = judgements.get(text) ?? judge(sourceFromText(text), options);
    judgements.set(text, known);
    return known;
  };
  try {
    const converged = converge(source.text, { lint: (text) => judgeOnce(text).findings, guard, selection });
    const mendedSource = converged.text === source.text ? source : sourceFromText(converged.text);
    return {
      mended: {
        source: mendedSource,
        applied: converged.applied,
        cured: converged.cured,
        judgement: addDropped(judgeOnce(converged.text), converged.broken, mendedSource, options),
      },
      problems: describeQuarrel(converged),
    };
  } catch (error) {
    return { problems: [describeInternalError(error)] };
  }
}

/** Adds a finding for each fix that was left out, where the finding is that it belongs to. */
function addDropped(
  { findings, suppressed }: Judgement,
  broken: readonly BrokenFix[],
  source: SourceText,
  { choice }: CheckOptions,
): Judgement {
  const dropped = broken.flatMap(({ code, title, reason }) => {
    const cause = findings.find((finding) => finding.code === code && finding.fix?.title === title);
    const finding: Finding = {
      ...fixDropped.meta,
      source: "deflint",
      hygiene: false,
      message: describeDroppedFix(code, title, reason),
      range: cause?.range ?? { start: 0, end: Math.min(1, source.text.length) },
      related: [],
      fix: undefined,
    };
    return choice === undefined ? finding : (choice.adjust(finding) ?? []);
  });
  return dropped.length === 0
    ? { findings, suppressed }
    : { findings: [...findings, ...dropped].sort(comparePlaces), suppressed };
}

/** Fixes that undo each other: a bug, which no single place in the recipe stands for. */
function describeQuarrel({ unsettled }: Converged): Problem[] {
  if (unsettled.length === 0) return [];
  const message = `the fixes of ${unsettled.join(", ")} do not come to rest; this is a bug of these rules, please report it`;
  return [{ kind: "internal", message }];
}
