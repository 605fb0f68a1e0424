/** What Apptainer refuses has an error, and what it takes has one of the syntax rules only where it misreads it. */
import { describe, expect, test } from "vitest";
import { askApptainer } from "#grammar/apptainer-build.ts";
import { parse } from "#grammar/index.ts";
import type { Finding } from "#rules/define-rule.ts";
import { rules } from "#rules/index.ts";
import { TODAY } from "#rules/knowledge/today.ts";
import { lint } from "../../src/engine/lint.ts";
import { type CorpusFile, hasCorpus, recipesIn } from "./corpus.ts";

const files = ["recipes", "quirks", "apptainer-testdata"].flatMap(recipesIn);

function syntaxErrors({ source }: CorpusFile, building: boolean): Finding[] {
  const target = { engine: "apptainer", mode: "suid-fakeroot", today: TODAY, building } as const;
  return lint(source, { rules, target }).filter(({ code, severity }) => code.startsWith("DF0") && severity === "error");
}

/** Why Apptainer refuses a file; undefined where it takes it. */
function refusalOf({ source }: CorpusFile): string | undefined {
  const answer = askApptainer(parse(source), new Map());
  if (!answer.ok) return answer.error;
  return answer.build.ok ? answer.build.buildErrors?.[0] : answer.build.error;
}

describe.skipIf(!hasCorpus)("refusals", () => {
  test("every file that Apptainer refuses has an error", () => {
    const refused = files.filter((file) => refusalOf(file) !== undefined);
    expect(refused.length).toBeGreaterThan(80);
    const silent = refused.filter((file) => syntaxErrors(file, true).length === 0);
    expect(silent.map((file) => `${file.name}: ${refusalOf(file)}`)).toEqual([]);
  });

  test("a file that Apptainer takes has an error only where it is misread", () => {
    const misread = files
      .filter((file) => refusalOf(file) === undefined)
      .flatMap((file) => [...new Set(syntaxErrors(file, false).map(({ code }) => `${file.name} ${code}`))]);
    expect(misread).toMatchInlineSnapshot(`
      [
        "0268.def DF022",
        "0269.def DF022",
        "0270.def DF022",
        "0272.def DF026",
        "0273.def DF026",
        "0274.def DF026",
        "0275.def DF026",
        "0276.def DF026",
        "0277.def DF026",
        "0713.def DF026",
        "header-continuation-eof.def DF007",
        "header-hash-in-url.def DF020",
        "multistage-indented-second.def DF009",
      ]
    `);
  });
});
