import { describe, expect, it } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import { makeResult } from "../../src/engine/run.ts";
import { renderJunit } from "../../src/reporters/junit.ts";
import { makeFinding } from "../findings.ts";
import { emptyRun, hostileFindings, hostileRun, OPTIONS } from "./hostile.ts";
import { findErrors, readAttributes, readSchema } from "./xml-schema.ts";

const schema = readSchema("jenkins-junit.xsd");

describe("renderJunit", () => {
  const document = renderJunit(hostileRun, OPTIONS);

  it("is taken by Jenkins' schema", async () => {
    const documents = [
      document,
      renderJunit(hostileRun, { ...OPTIONS, failOn: "error" }),
      renderJunit(emptyRun, OPTIONS),
    ];
    expect(await findErrors(documents, schema)).toEqual([]);
    expect(await findErrors([document.replaceAll("<testcase ", "<test ")], schema)).not.toEqual([]);
  });

  it("counts what it lists", () => {
    const suites = readAttributes(document, "testsuite");
    expect(suites).toHaveLength(hostileRun.files.length);
    const sum = (name: string): number => suites.reduce((all, suite) => all + Number(suite[name]), 0);
    expect(sum("tests")).toBe(readAttributes(document, "testcase").length);
    expect(sum("failures")).toBe(readAttributes(document, "failure").length);
    expect(sum("errors")).toBe(2);
    expect(readAttributes(document, "error")).toHaveLength(2);
  });

  it.each([
    ["error", ["error"]],
    ["warning", ["error", "warning"]],
    ["info", ["error", "warning", "info"]],
  ] as const)("fails what --fail-on %s fails, and keeps the rest as output", (failOn, failing) => {
    const rendered = renderJunit(hostileRun, { ...OPTIONS, failOn });
    const expected = hostileFindings.filter(({ finding }) => failing.some((severity) => severity === finding.severity));
    expect(readAttributes(rendered, "failure")).toHaveLength(expected.length);
    const notes = [...rendered.matchAll(/<system-out>([^<]*)</g)].map(
      ([, text = ""]) => text.split("&#10;").length - 1,
    );
    expect(notes.reduce((all, one) => all + one, 0)).toBe(hostileFindings.length - expected.length);
  });

  it("looks like this", () => {
    const finding = makeFinding(2, 3, { code: "DF101", name: "a-rule", message: "it fails" });
    const file = makeResult(
      "a.def",
      sourceFromText("a\nb\n"),
      { findings: [finding], suppressed: 0 },
      { hygiene: false },
    );
    expect(renderJunit({ ...hostileRun, files: [file] }, OPTIONS)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites>
      <testsuite name="a.def" package="deflint" id="0" timestamp="2026-11-22T10:20:30" hostname="localhost" tests="1" failures="1" errors="0" time="0">
      <properties>
      <property name="tool" value="deflint"/>
      </properties>
      <testcase classname="a.def" name="DF101 a-rule 2:1" time="0">
      <failure type="warning" message="it fails">
      a.def:2:1: warning DF101 a-rule: it fails&#10;</failure>
      </testcase>
      <system-out></system-out>
      <system-err></system-err>
      </testsuite>
      </testsuites>
      "
    `);
  });
});
