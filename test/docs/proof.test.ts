/** docs/proof.md: that it holds every rule that it must, and what was seen is what the rules say today. Builds nothing. */
import { expect, test } from "vitest";
import { rules } from "#rules/index.ts";
import { LAB_MODES } from "../apptainer/modes.ts";
import { loadProofs } from "../proof/all-proofs.ts";
import type { Demonstration, Outcome } from "../proof/define-proof.ts";
import { differencesOf } from "../proof/predict.ts";
import { readProofPage, renderProofPage } from "../proof/render-proof.ts";
import { digestOf, readRecord } from "../proof/seen.ts";

const proofs = await loadProofs();
const rows = readRecord();

test("every rule of families 1 and 2 has a proof", () => {
  const wanted = rules.map(({ meta }) => meta.code).filter((code) => /^DF[12]/.test(code));
  const proven = new Set(proofs.map(({ rule }) => rule));
  expect(wanted.filter((code) => !proven.has(code))).toEqual([]);
});

test("the record has a row for each demonstration and mode, of the recipes that stand here; `npm run prove` makes it so", () => {
  const wanted = proofs.flatMap(({ rule, demonstrations }) =>
    demonstrations.flatMap((demonstration) =>
      LAB_MODES.map((mode) => [rule, demonstration.what ?? "", mode, digestOf(demonstration, mode)].join(" ")),
    ),
  );
  expect(rows.map(({ rule, what, mode, digest }) => [rule, what, mode, digest].join(" "))).toEqual(wanted);
});

test.for(proofs)("$rule: what was seen is what it says", ({ rule, demonstrations }) => {
  const seenIn = ({ what = "" }: Demonstration, mode: string): Outcome | undefined => {
    const before = rows.find((row) => row.rule === rule && row.what === what && row.mode === mode)?.before;
    return before === undefined || before.startsWith("not shown: ") ? undefined : (before as Outcome);
  };
  expect(differencesOf({ rule, demonstrations }, seenIn)).toEqual([]);
});

test("every hazard that bites was mended or ended by hand", () => {
  const open = rows.filter(
    ({ before, besides, after }) => /^(?:fails|lost|misleads)$/.test(before) && besides === "" && after !== "fine",
  );
  expect(open).toEqual([]);
});

test("the page is made from the record; `npm run prove` makes it so", () => {
  expect(renderProofPage(proofs, rows)).toBe(readProofPage());
});
