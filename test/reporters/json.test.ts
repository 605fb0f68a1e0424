import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import { rules } from "#rules/index.ts";
import { describeTrouble, makeResult, type RunResult } from "../../src/engine/run.ts";
import schema from "../../src/reporters/findings.schema.json" with { type: "json" };
import { renderJson } from "../../src/reporters/json.ts";
import { renderJsonLines } from "../../src/reporters/jsonl.ts";
import { ruleUrl } from "../../src/reporters/rule-url.ts";
import { makeFinding } from "../findings.ts";
import { hostileFindings, hostileRun, OPTIONS } from "./hostile.ts";

const text = "Bootstrap: docker\r\n%post\r\n    🚀 dnf\r\n";
const at = text.indexOf("dnf");
const run: RunResult = {
  target: {
    engine: "apptainer",
    mode: "suid-fakeroot",
    today: "2026-11-22",
    tmpBytes: 5,
    hostGlibc: "2.34",
    runtimeBinds: ["/x"],
    sources: () => "unknown",
    acceptsSyntax: () => true,
    building: true,
  },
  files: [
    makeResult(
      "x.def",
      sourceFromText(text),
      {
        findings: [
          makeFinding(at, at + 3, {
            severity: "error",
            related: [{ message: "here", range: { start: 0, end: 9 } }],
            fix: { edits: [{ start: at, end: at, text: "echo " }] },
          }),
          makeFinding(0, 0, { severity: "info", hygiene: true, fix: { safety: "unsafe", edits: [] } }),
          makeFinding(0, 0, { severity: "info" }),
        ],
        suppressed: 2,
      },
      { hygiene: false },
    ),
    describeTrouble("y.def", { kind: "unreadable", message: "does not exist" }),
  ],
  hygieneShown: false,
};

const validate = new Ajv2020({ strict: true }).compile(schema);

describe("renderJson", () => {
  it("has the promised shape", () => {
    const json = renderJson(run, OPTIONS);
    expect(json.endsWith("}\n")).toBe(true);
    const report = JSON.parse(json);
    expect(report).toEqual({
      version: 1,
      target: {
        engine: "apptainer",
        mode: "suid-fakeroot",
        today: "2026-11-22",
        tmpBytes: 5,
        hostGlibc: "2.34",
        runtimeBinds: ["/x"],
      },
      files: [
        {
          path: "x.def",
          findings: [
            {
              code: "DF999",
              name: "test-rule",
              source: "deflint",
              severity: "error",
              confidence: "high",
              message: "a test says so",
              range: { start: { line: 2, character: 7 }, end: { line: 2, character: 10 } },
              modes: { "suid-fakeroot": "fails" },
              related: [
                { message: "here", range: { start: { line: 0, character: 0 }, end: { line: 0, character: 9 } } },
              ],
              fix: {
                title: "mend it",
                safety: "safe",
                edits: [
                  { range: { start: { line: 2, character: 7 }, end: { line: 2, character: 7 } }, newText: "echo " },
                ],
              },
              url: null,
            },
            expect.objectContaining({ severity: "info", fix: null }),
          ],
          problems: [],
        },
        { path: "y.def", findings: [], problems: [{ kind: "unreadable", message: "does not exist" }] },
      ],
      skipped: [],
      summary: {
        files: 1,
        errors: 1,
        warnings: 0,
        infos: 1,
        hygiene: 1,
        suppressed: 2,
        known: 0,
        fixable: { safe: 1, unsafe: 0 },
        fixed: 0,
      },
    });
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });

  it("is described by a schema that refuses anything else", () => {
    const report = JSON.parse(renderJson(run, OPTIONS));
    const wrong = [
      { ...report, version: 2 },
      { ...report, more: 1 },
      { ...report, target: { ...report.target, mode: "magic" } },
      { ...report, files: [{ ...report.files[0], findings: [{ ...report.files[0].findings[0], code: "DF1" }] }] },
      { ...report, files: [{ path: "x", findings: [] }] },
      { ...report, summary: { ...report.summary, errors: -1 } },
    ];
    for (const other of wrong) expect(validate(other)).toBe(false);
  });

  it("may hold every rule of the registry", () => {
    const findings = rules.map(({ meta }) =>
      makeFinding(0, 0, { code: meta.code, name: meta.name, modes: meta.modes }),
    );
    const files = [makeResult("x.def", sourceFromText(""), { findings, suppressed: 0 }, { hygiene: true })];
    const report = renderJson({ ...run, files }, OPTIONS);
    expect(validate(JSON.parse(report)), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe("renderJson and renderJsonLines", () => {
  const report = JSON.parse(renderJson(hostileRun, { ...OPTIONS, statistics: true }));
  const lines = renderJsonLines(hostileRun, OPTIONS).split("\n").slice(0, -1);
  const ajv = new Ajv2020({ strict: true }).addSchema(schema, "findings");
  const validateLine = ajv.compile({ $ref: "findings#/$defs/line" });

  it("hold against every recipe, path and message", () => {
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(lines).toHaveLength(hostileFindings.length);
    for (const line of lines) expect(validateLine(JSON.parse(line)), JSON.stringify(validateLine.errors)).toBe(true);
    expect(validateLine({ ...JSON.parse(lines[0] ?? ""), more: 1 })).toBe(false);
  });

  it("say the same, at places that index the text itself", () => {
    const found = lines.map((line) => JSON.parse(line));
    const listed = report.files.flatMap(({ path, findings }: { path: string; findings: object[] }) =>
      findings.map((finding) => ({ path, ...finding })),
    );
    expect(found).toEqual(listed);
    for (const [index, { path, source, finding }] of hostileFindings.entries()) {
      const { range, fix } = found[index];
      expect(found[index].path).toBe(path);
      expect(source.offsetAt(range.start)).toBe(finding.range.start);
      expect(source.offsetAt(range.end)).toBe(finding.range.end);
      expect(fix?.edits.map(({ newText }: { newText: string }) => newText)).toEqual(
        finding.fix?.edits.map(({ text: inserted }) => inserted),
      );
    }
  });

  it("count rules where that is asked for", () => {
    const { statistics, summary } = report;
    const sum = statistics.reduce((all: number, { count }: { count: number }) => all + count, 0);
    expect(sum).toBe(summary.errors + summary.warnings + summary.infos);
    expect(statistics[0].count).toBeGreaterThanOrEqual(statistics[1].count);
    expect(statistics.find(({ code }: { code: string }) => code === "SC2086")).toMatchObject({
      source: "shellcheck",
      name: "SC2086",
    });
    expect(renderJson(run, OPTIONS)).not.toContain("statistics");
  });

  it("link ShellCheck's codes to its pages", () => {
    expect(lines.find((line) => line.includes('"SC2086"'))).toContain('"url":"https://www.shellcheck.net/wiki/SC2086"');
  });

  it("keep every byte of a recipe that is no text", () => {
    const strays = lines.filter((line) => /\\udcff/.test(line));
    expect(strays.length).toBeGreaterThan(0);
  });
});

describe("ruleUrl", () => {
  it("is made of the name alone, and null while there is no page", () => {
    expect(ruleUrl("errexit-lost")).toBeNull();
    expect(ruleUrl("errexit-lost", "https://example.org/rules")).toBe("https://example.org/rules#errexit-lost");
  });
});
