/** Comments that leave every finding of a recipe out: written by `--add-ignores`, taken out again as unused ones. */
import { describe, expect, test } from "vitest";
import { parse } from "#grammar/index.ts";
import { sourceFromText } from "#grammar/source.ts";
import type { Finding, Rule, Target } from "#rules/define-rule.ts";
import { type Document, makeDocument } from "#rules/document.ts";
import { rules } from "#rules/index.ts";
import { TODAY } from "#rules/knowledge/today.ts";
import { lint } from "../../src/engine/lint.ts";
import { isAboutSuppressions } from "../../src/engine/suppress.ts";
import { addIgnores, type Ignored, ignoreFinding } from "../../src/fixer/add-ignores.ts";
import { converge } from "../../src/fixer/converge.ts";
import { guard } from "../../src/fixer/guard.ts";
import { readingOf } from "../../src/fixer/ignores-reading.ts";
import { hasCorpus, recipesIn } from "./corpus.ts";

const target: Target = { engine: "apptainer", mode: "suid-fakeroot", today: TODAY };
const judge = (text: string): readonly Finding[] => lint(sourceFromText(text), { rules, target });
const read = (text: string): Document => makeDocument(parse(sourceFromText(text)), target, new Map());
const ignoreAll = (text: string): Ignored =>
  addIgnores(text, judge(text), { read, lint: judge, reason: "known for long" });

/** All rules with nothing to say, so that every comment is unused; but for those that speak of comments. */
const silenced: readonly Rule[] = rules.map((rule) => {
  const { needs: _needs, ...meta } = rule.meta;
  return isAboutSuppressions(meta) ? rule : { meta, on: {} };
});

/** Texts that a comment would make another recipe of, or none. */
const HOPELESS = ["empty.def DF017", "only-section-no-newline.def DF017", "bad-empty.def DF017"];

describe.skipIf(!hasCorpus)("every recipe with all its findings left out", () => {
  const files = ["recipes", "quirks", "apptainer-testdata"]
    .flatMap(recipesIn)
    .filter(({ source }) => !source.hasInvalidUtf8);
  const ignored = files.map(({ name, source }) => ({ name, before: source.text, ...ignoreAll(source.text) }));
  const namesWhere = (isBad: (file: (typeof ignored)[number]) => boolean) =>
    ignored.filter(isBad).map(({ name }) => name);

  test("there are some, with findings", () => {
    expect(files.length).toBeGreaterThan(600);
    expect(ignored.reduce((sum, { leftOut }) => sum + leftOut, 0)).toBeGreaterThan(5000);
  });

  test("few findings can not be left out, and those are named", () => {
    expect(ignored.flatMap(({ name, kept }) => kept.map(({ finding }) => `${name} ${finding.code}`))).toEqual(HOPELESS);
  });

  test("no finding is left, and no comment is unused or misread", () => {
    expect(
      namesWhere(({ text, kept }) => judge(text).filter(({ code }) => code !== "DF902").length !== kept.length),
    ).toEqual([]);
  });

  test("Apptainer reads the same but for the comments", () => {
    expect(namesWhere(({ text, before }) => readingOf(read(text)) !== readingOf(read(before)))).toEqual([]);
  });

  test("a second run changes nothing", () => {
    expect(namesWhere(({ text }) => ignoreAll(text).text !== text)).toEqual([]);
  });

  test("each of some findings can be left out alone", () => {
    const bad = files.flatMap(({ name, source }) => {
      const findings = judge(source.text).filter(({ code }) => code !== "DF017");
      const finding = findings[source.text.length % Math.max(findings.length, 1)];
      if (finding === undefined) return [];
      const edit = ignoreFinding(read(source.text), finding, { read });
      if (edit === undefined) return [`${name} ${finding.code} no edit`];
      const text = source.text.slice(0, edit.start) + edit.text + source.text.slice(edit.end);
      const before = findings.filter(({ code }) => code === finding.code).length;
      const after = judge(text).filter(({ code }) => code === finding.code).length;
      return after < before && readingOf(read(text)) === readingOf(read(source.text))
        ? []
        : [`${name} ${finding.code}`];
    });
    expect(bad).toEqual([]);
  });

  test("once their rules fall silent the comments go, and the recipe is the one from before", () => {
    const bad = ignored.filter(({ text, before }) => {
      const options = {
        lint: (now: string) =>
          lint(sourceFromText(now), { rules: silenced, target }).filter(({ code }) => code === "DF901"),
        guard,
        selection: { unsafe: false },
      };
      return converge(text, options).text !== before;
    });
    expect(bad.map(({ name }) => name)).toEqual([]);
  });
});
