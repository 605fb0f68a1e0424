/** Rules are seldom wrong on real recipes, and docs/precision.md says how seldom. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hasCorpus } from "./corpus.ts";
import { LIMITS, renderReport, shareWrong, survey, tally, tallyRandom } from "./precision-report.ts";

const PAGE = join(import.meta.dirname, "../../docs/precision.md");

const finding = {
  recipe: "0001",
  line: 3,
  severity: "warning",
  confidence: "high",
  hygiene: false,
  random: true,
} as const;

test("what is undecidable counts as wrong where it was said too surely", () => {
  const seen = tally([
    finding,
    { ...finding, verdict: "right" },
    { ...finding, verdict: "wrong" },
    { ...finding, verdict: "undecidable" },
    { ...finding, verdict: "undecidable", confidence: "medium" },
    { ...finding, verdict: "undecidable", confidence: "medium", severity: "error" },
  ]);
  expect(seen).toEqual({ findings: 6, read: 5, right: 1, wrong: 1, undecidable: 3, held: 3 });
  expect(shareWrong(seen)).toBe(0.6);
  expect(shareWrong(tally([finding]))).toBeUndefined();
});

describe.skipIf(!hasCorpus)("precision", () => {
  const seen = survey();
  const page = existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "";
  // Verdicts are by recipe number: they say nothing of another corpus.
  const isThisCorpus = page === "" || page.includes(`\`${seen.corpus.fingerprint}\``);
  if (!isThisCorpus) console.error("\n!!! SKIPPED: docs/precision.md is about another corpus than this one.\n");

  test.runIf(isThisCorpus)("docs/precision.md is current; `npm run precision` makes it so", () => {
    expect(page).toBe(renderReport(seen));
  });

  test.runIf(isThisCorpus).each(["error", "warning"] as const)("few findings of severity %s are wrong", (severity) => {
    const all = tallyRandom(seen, severity);
    expect(all.read).toBeGreaterThan(0);
    expect(shareWrong(all)).toBeLessThanOrEqual(LIMITS[severity]);
  });

  test("every file of verdicts belongs to a rule", () => expect(seen.orphaned).toEqual([]));
});
