/** What has to hold for every recipe that anybody ever wrote. */
import { describe, expect, test } from "vitest";
import { readAsApptainer } from "#grammar/apptainer-view.ts";
import { leavesOf, parse } from "#grammar/index.ts";
import { parseToCst } from "#grammar/parser.ts";
import { type SourceText, sourceFromText } from "#grammar/source.ts";
import { BUILD_MODES, type BuildMode, type Finding } from "#rules/define-rule.ts";
import { rules } from "#rules/index.ts";
import { TODAY } from "#rules/knowledge/today.ts";
import { lint } from "../../src/engine/lint.ts";
import { converge } from "../../src/fixer/converge.ts";
import { type CorpusFile, hasCorpus, recipesIn } from "./corpus.ts";

const files = ["recipes", "quirks", "apptainer-testdata"].flatMap(recipesIn);

function judge(source: SourceText, mode: BuildMode = "suid-fakeroot"): readonly Finding[] {
  return lint(source, { rules, target: { engine: "apptainer", mode, today: TODAY } });
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

  test.each(["suid-fakeroot", "userns"] as const)(
    "safe fixes that do not say so change nothing of what Apptainer reads beside the scripts (%s)",
    (mode) => {
      const lintModestly = (text: string) =>
        judge(sourceFromText(text), mode).map((finding) =>
          finding.fix?.changesStructure === true ? { ...finding, fix: undefined } : finding,
        );
      const selection = { unsafe: false, building: true, hygiene: true };
      let mended = 0;
      expect(
        failing(({ source }) => {
          // No guard: a rule has to keep to it by itself.
          const { text } = converge(source.text, { lint: lintModestly, guard: () => undefined, selection });
          if (text !== source.text) mended += 1;
          return readingOf(source.text) === readingOf(text);
        }),
      ).toEqual([]);
      expect(mended).toBeGreaterThan(100);
    },
  );
});

/** Header, files, labels, arguments, and which sections there are with which arguments. */
function readingOf(text: string): string {
  const reading = readAsApptainer(parse(sourceFromText(text)));
  if (!reading.ok) return JSON.stringify(reading);
  return JSON.stringify(
    reading.stages.map(({ start: _start, length: _length, sections, apps, ...rest }) => ({
      ...rest,
      apps: Object.keys(apps),
      sections: Object.entries(sections).map(([name, { args }]) => [name, args]),
    })),
  );
}
