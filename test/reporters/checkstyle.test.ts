import { describe, expect, it } from "vitest";
import { renderCheckstyle } from "../../src/reporters/checkstyle.ts";
import { printable } from "../../src/reporters/printable.ts";
import { CWD, emptyRun, hostileFindings, hostileRun, OPTIONS, offsetOf, visibleRange } from "./hostile.ts";
import { findErrors, readAttributes, readSchema } from "./xml-schema.ts";

const schema = readSchema("checkstyle.xsd");

describe("renderCheckstyle", () => {
  const document = renderCheckstyle(hostileRun, OPTIONS);

  it("is what Checkstyle writes", async () => {
    const sample = readSchema("checkstyle-sample.xml");
    expect(await findErrors([sample, document, renderCheckstyle(emptyRun, OPTIONS)], schema)).toEqual([]);
    const wrong = [document.replace('line="1"', 'line="0"'), document.replace("&lt;", "<")];
    for (const one of wrong) expect(await findErrors([one], schema)).not.toEqual([]);
  });

  it("has every finding at its place, and what could not be judged", () => {
    const errors = readAttributes(document, "error");
    expect(errors.slice(-2).map(({ source }) => source)).toEqual(["deflint.unreadable", "deflint.internal"]);
    expect(errors).toHaveLength(hostileFindings.length + 2);
    for (const [index, { source, finding }] of hostileFindings.entries()) {
      const { line, column, severity, message, source: rule } = errors[index] ?? {};
      expect(offsetOf(source, Number(line), Number(column))).toBe(visibleRange(source, finding.range).start);
      expect([severity, rule]).toEqual([finding.severity, `${finding.source}.${finding.code}`]);
      expect(message).toBe(printable(finding.message.replaceAll("\r\n", "\n")).replace("\ufffe", "\\ufffe"));
    }
  });

  it("names files from the working directory, the clean ones too", () => {
    const names = readAttributes(document, "file").map(({ name }) => name);
    expect(names).toContain("clean.def");
    expect(names).toContain("quo\"te's & <b> ]]>.def");
    expect(names).toContain("by absolute.def");
    expect(names.join()).not.toContain(CWD);
  });
});
