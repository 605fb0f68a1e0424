/** What has to hold for every recipe that anybody ever wrote. */
import { describe, expect, test } from "vitest";
import { leavesOf, parse } from "#grammar/index.ts";
import { parseToCst } from "#grammar/parser.ts";
import { type SourceText, sourceFromText } from "#grammar/source.ts";
import { BUILD_MODES, type BuildMode, type Finding } from "#rules/define-rule.ts";
import { rules } from "#rules/index.ts";
import { TODAY } from "#rules/knowledge/today.ts";
import { lint } from "../../src/engine/lint.ts";
import { converge } from "../../src/fixer/converge.ts";
import { guard } from "../../src/fixer/guard.ts";
import { type CorpusFile, hasCorpus, recipesIn } from "./corpus.ts";

const files = ["recipes", "quirks", "apptainer-testdata"].flatMap(recipesIn);

function judge(source: SourceText, mode: BuildMode = "suid-fakeroot"): readonly Finding[] {
  return lint(source, { rules, target: { engine: "apptainer", mode, today: TODAY } });
}

function mend({ source }: CorpusFile, selection: { unsafe: boolean; building: boolean }) {
  return converge(source.text, { lint: (text) => judge(sourceFromText(text)), guard, selection });
}

/** The names of the files for which a check does not hold. */
function failing(check: (file: CorpusFile) => boolean): string[] {
  return files.filter((file) => !check(file)).map(({ name }) => name);
}

describe.skipIf(!hasCorpus)(`${files.length} recipes`, () => {
  test("there are some", () => expect(files.length).toBeGreaterThan(600));

  test("the tree gives each back byte for byte", () => {
    expect(
      failing(({ source }) => {
        const printed = leavesOf(parse(source)).map((leaf) => source.slice(leaf));
        return (
          Buffer.compare(Buffer.from(sourceFromText(printed.join("")).toBytes()), Buffer.from(source.toBytes())) === 0
        );
      }),
    ).toEqual([]);
  });

  test("the grammar never loses its way", () => {
    expect(failing(({ source }) => parseToCst(source.text).errors.length === 0)).toEqual([]);
  });

  test.each(BUILD_MODES)("no rule fails on any, and all ranges lie inside the text (%s)", (mode) => {
    expect(
      failing(({ source }) =>
        judge(source, mode).every(
          ({ range: { start, end } }) => (start < end || source.text === "") && end <= source.text.length,
        ),
      ),
    ).toEqual([]);
  });

  test.each([
    { unsafe: false, building: false },
    { unsafe: true, building: false },
    { unsafe: false, building: true },
    { unsafe: true, building: true },
  ])("fixes come to rest, break nothing, and a second run changes nothing (%o)", (selection) => {
    const bad = files.flatMap((file) => {
      const once = mend(file, selection);
      const twice = mend({ name: file.name, source: sourceFromText(once.text) }, selection);
      const trouble = [
        ...once.broken.map(({ code, reason }) => `${code} ${reason}`),
        ...once.unsettled,
        ...(twice.text === once.text ? [] : ["changes again"]),
      ];
      return trouble.length === 0 ? [] : [`${file.name}: ${trouble.join("; ")}`];
    });
    expect(bad).toEqual([]);
  });

  test("a mended recipe has no rpm hazard of warning severity or above left", () => {
    expect(
      failing((file) => {
        const { findings } = mend(file, { unsafe: false, building: false });
        return findings.every(({ code, severity }) => code !== "DF101" || severity === "info");
      }),
    ).toEqual([]);
  });
});
