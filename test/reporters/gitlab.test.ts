import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import { makeResult } from "../../src/engine/run.ts";
import { renderGitlab } from "../../src/reporters/gitlab.ts";
import { makeFinding } from "../findings.ts";
import { emptyRun, hostileFindings, hostileRun, OPTIONS } from "./hostile.ts";
import schema from "./schemas/gitlab-code-quality.schema.json" with { type: "json" };

const validate = new Ajv2020({ strict: true }).compile(schema);

describe("renderGitlab", () => {
  const issues = JSON.parse(renderGitlab(hostileRun, OPTIONS));

  it("is what GitLab documents", () => {
    expect(validate(issues), JSON.stringify(validate.errors)).toBe(true);
    expect(renderGitlab(emptyRun, OPTIONS)).toBe("[]\n");
    expect(validate([{ ...issues[0], severity: "error" }])).toBe(false);
  });

  it("has every finding on its lines, after what could not be judged", () => {
    expect(issues).toHaveLength(hostileFindings.length + 2);
    expect(issues[0]).toMatchObject({ check_name: "deflint unreadable", severity: "blocker" });
    for (const [index, { source, finding }] of hostileFindings.entries()) {
      const { begin, end } = issues[index + 2].location.lines;
      expect(begin).toBe(source.positionAt(finding.range.start).line + 1);
      expect(end).toBeGreaterThanOrEqual(begin);
      expect(end).toBeLessThanOrEqual(source.lineStarts.length);
    }
  });

  it("tells findings apart, and knows them again where lines moved", () => {
    const prints = issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    expect(new Set(prints).size).toBe(prints.length);
    const printOf = (text: string): string => {
      const at = text.indexOf("dnf");
      const findings = [makeFinding(at, at + 3)];
      const file = makeResult("a.def", sourceFromText(text), { findings, suppressed: 0 }, { hygiene: false });
      return JSON.parse(renderGitlab({ ...hostileRun, files: [file] }, OPTIONS))[0].fingerprint;
    };
    expect(printOf("%post\n    dnf install\n")).toBe(printOf("# new\n\n%post\ndnf install\n"));
  });
});
