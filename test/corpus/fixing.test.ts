/** What has to hold for the fixes of every recipe that anybody ever wrote. */
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type SourceText, sourceFromBytes, sourceFromText } from "#grammar/source.ts";
import type { BuildMode, Finding } from "#rules/define-rule.ts";
import { rules } from "#rules/index.ts";
import { TODAY } from "#rules/knowledge/today.ts";
import { lint, readDocument } from "../../src/engine/lint.ts";
import { findProgram } from "../../src/files/find-program.ts";
import { applyPass } from "../../src/fixer/apply.ts";
import { converge, largestFrom } from "../../src/fixer/converge.ts";
import { guard } from "../../src/fixer/guard.ts";
import { type Candidate, type Selection, selectFixes } from "../../src/fixer/select.ts";
import { makeShellCheck } from "../../src/shellcheck/index.ts";
import { FIXTURES } from "../rules/fixture.ts";
import { type CorpusFile, hasCorpus, recipesIn } from "./corpus.ts";
import { differences, expectReading, readingOf } from "./expected-reading.ts";

const files = ["recipes", "quirks", "apptainer-testdata"].flatMap(recipesIn);

/** Recipes of every disguise, for the rules that hardly anybody needs. */
const fixtures: readonly CorpusFile[] = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".def"))
  .sort()
  .map((name) => ({ name, source: sourceFromBytes(readFileSync(join(FIXTURES, name))) }));

function judge(source: SourceText, mode: BuildMode = "suid-fakeroot"): readonly Finding[] {
  return lint(source, { rules, target: { engine: "apptainer", mode, today: TODAY } });
}

function mend(source: SourceText, selection: Selection, mode?: BuildMode) {
  return converge(source.text, { lint: (text) => judge(sourceFromText(text), mode), guard, selection });
}

describe.skipIf(!hasCorpus)(`the fixes of ${files.length} recipes`, () => {
  test("there are some", () => expect(files.length).toBeGreaterThan(600));

  test.each<Selection & { mode?: BuildMode }>([
    { unsafe: false },
    { unsafe: false, hygiene: true },
    { unsafe: true, hygiene: true },
    { unsafe: false, building: true, hygiene: true },
    { unsafe: true, building: true },
    { unsafe: true, building: true, hygiene: true, mode: "userns" },
  ])("come to rest, break nothing, and a second run changes nothing (%o)", ({ mode, ...selection }) => {
    let mended = 0;
    const bad = files.flatMap(({ name, source }) => {
      const once = mend(source, selection, mode);
      const twice = mend(sourceFromText(once.text), selection, mode);
      if (once.text !== source.text) mended++;
      const trouble = [
        ...once.broken.map(({ code, reason }) => `${code} ${reason}`),
        ...once.unsettled,
        ...(twice.text === once.text ? [] : ["changes again"]),
        ...(once.text.length > largestFrom(source.text) ? ["grows beyond measure"] : []),
      ];
      return trouble.length === 0 ? [] : [`${name}: ${trouble.join("; ")}`];
    });
    expect(bad).toEqual([]);
    expect(mended).toBeGreaterThan(50);
  });

  const shellcheck = findProgram("shellcheck", process.env["PATH"]);
  if (shellcheck === undefined) console.warn("\n!!! SKIPPED: fixes of ShellCheck's, which is not installed\n");
  test.skipIf(shellcheck === undefined)(
    "come to rest together with ShellCheck's, in every eighth of them",
    async () => {
      const { findings, prefetch } = makeShellCheck(shellcheck ?? "", {
        env: process.env,
        parallel: availableParallelism(),
        onTrouble: (trouble) => expect.fail(trouble),
      });
      const target = { engine: "apptainer", mode: "suid-fakeroot", today: TODAY } as const;
      const options = { rules, target, shellcheck: findings };
      const applied: string[] = [];
      const bad: string[] = [];
      for (const { name, source } of files.filter((_, index) => index % 8 === 0)) {
        await prefetch(readDocument(source, options));
        const settle = (text: string) =>
          converge(text, {
            lint: (now) => lint(sourceFromText(now), options),
            guard,
            selection: { unsafe: true, hygiene: true },
          });
        const once = settle(source.text);
        applied.push(...once.applied.map(({ code }) => code));
        const trouble = [...once.broken.map(({ code, reason }) => `${code} ${reason}`), ...once.unsettled];
        if (settle(once.text).text !== once.text) trouble.push("changes again");
        if (trouble.length > 0) bad.push(`${name}: ${trouble.join("; ")}`);
      }
      expect(bad).toEqual([]);
      expect(applied.filter((code) => code.startsWith("SC")).length).toBeGreaterThan(20);
    },
  );

  test("leave no rpm hazard of warning severity or above", () => {
    const left = files.filter(({ source }) =>
      mend(source, { unsafe: false }).findings.some(({ code, severity }) => code === "DF101" && severity !== "info"),
    );
    expect(left.map(({ name }) => name)).toEqual([]);
  });
});

/** The parts of Apptainer's reading that the safe fixes of a rule mean to change, and why that is safe. */
const STRUCTURAL: Readonly<Record<string, { readonly parts: readonly string[]; readonly why: string }>> = {
  "app-section-name": {
    parts: ["apps", "appOrder", "refusal"],
    why: "the words behind the name are no part of it for Apptainer, but others read them; without a name it refuses",
  },
  "byte-order-mark": { parts: ["refusal"], why: "Apptainer refuses the first key with the mark before it" },
  "extra-words": { parts: ["files"], why: "a second copy takes the words that Apptainer drops" },
  "header-continuation": {
    parts: ["build", "header", "refusal", "stages"],
    why: "Apptainer crashes, or puts the next key into the value",
  },
  "ignored-files-from": { parts: ["files"], why: "the one word that `from` lacks is put in" },
  "indented-section": { parts: ["refusal"], why: "a section that Apptainer does not see is one" },
  "section-name-separator": { parts: ["refusal"], why: "Apptainer refuses the name with what stands behind it" },
  "shell-option-in-runscript": {
    parts: ["sections"],
    why: "the shell that the arguments name in vain is named by a #! line",
  },
  "stage-split-in-body": { parts: ["refusal"], why: "a line of a script that Apptainer takes for a stage is none" },
  "swallowed-stage": { parts: ["stages"], why: "a stage that Apptainer reads as text of a script is one" },
  "unknown-bootstrap-agent": {
    parts: ["build", "header", "stages"],
    why: "an agent that Apptainer does not know is written as it knows it",
  },
};

/** Safe fixes that change Apptainer's reading and do not say so, by rule, with the reason why they may: none. */
const EXCEPTIONS: Readonly<Record<string, string>> = {};

const MODES = ["suid-fakeroot", "userns", "root"] as const;

/** The safe fixes of a recipe, each once. */
function safeFixesOf(source: SourceText): readonly Candidate[] {
  const fixes = new Map<string, Candidate>();
  for (const mode of MODES) {
    for (const building of [false, true]) {
      for (const candidate of selectFixes(judge(source, mode), { unsafe: false, building, hygiene: true }))
        fixes.set(`${candidate.code} ${JSON.stringify(candidate.fix.edits)}`, candidate);
    }
  }
  return [...fixes.values()];
}

interface Seen {
  readonly file: string;
  readonly rule: string;
  readonly isStructural: boolean;
  /** What Apptainer reads otherwise than it should. */
  readonly parts: readonly string[];
}

function seeReading({ name, source }: CorpusFile, candidate: Candidate): Seen {
  const { fix } = candidate;
  const before = fix.changesStructure ? readingOf(source) : expectReading(source, fix.edits);
  const after = readingOf(sourceFromText(applyPass(source.text, [candidate]).text));
  const parts = differences(before, after);
  return { file: name, rule: candidate.name, isStructural: fix.changesStructure === true, parts };
}

describe.skipIf(!hasCorpus)("what Apptainer reads after a safe fix", () => {
  let seen: readonly Seen[] = [];
  beforeAll(() => {
    const fixable = [...files, ...fixtures].filter(({ source }) => !source.hasInvalidUtf8);
    seen = fixable.flatMap((file) => safeFixesOf(file.source).map((candidate) => seeReading(file, candidate)));
  });

  test("is what it read before but for the edits in scripts, where the fix does not say otherwise", () => {
    const plain = seen.filter(({ isStructural }) => !isStructural);
    expect(plain.length).toBeGreaterThan(1500);
    const changing = plain.filter(({ parts }) => parts.length > 0);
    expect(changing.filter(({ rule }) => !Object.hasOwn(EXCEPTIONS, rule))).toEqual([]);
    expect([...new Set(changing.map(({ rule }) => rule))].sort()).toEqual(Object.keys(EXCEPTIONS).sort());
  });

  test("differs only in the parts that the rule means, where it does", () => {
    const structural = seen.filter(({ isStructural }) => isStructural);
    // Places and lengths follow from everything else.
    const changed = structural.map(({ file, rule, parts }) => ({
      file,
      rule,
      parts: parts.filter((part) => !["start", "length"].includes(part)),
    }));
    expect(changed.filter(({ rule, parts }) => !parts.every((part) => STRUCTURAL[rule]?.parts.includes(part)))).toEqual(
      [],
    );
    // No entry says more than is seen.
    const actual: Record<string, string[]> = {};
    for (const { rule, parts } of changed) actual[rule] = [...new Set([...(actual[rule] ?? []), ...parts])].sort();
    expect(actual).toEqual(
      Object.fromEntries(Object.entries(STRUCTURAL).map(([rule, { parts }]) => [rule, [...parts].sort()])),
    );
  });
});
