import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { type SourceText, sourceFromText } from "#grammar/source.ts";
import { makeResult } from "../../src/engine/run.ts";
import { renderRdjson } from "../../src/reporters/rdjson.ts";
import { makeFinding } from "../findings.ts";
import { edit, emptyRun, hostileFindings, hostileRun, OPTIONS } from "./hostile.ts";

interface Position {
  readonly line: number;
  readonly column: number;
}
interface BytePlace {
  readonly start: Position;
  readonly end: Position;
}

// Its ES modules import each other without endings, which Node does not take.
const { RDFormatValidator } = createRequire(import.meta.url)("@umbrelladocs/rdformat-validator");
const validator = new RDFormatValidator({ strictMode: true, allowExtraFields: false });

/** The text that a range of bytes leaves before and behind itself. */
function around(source: SourceText, { start, end }: BytePlace): { before: string; behind: string } {
  const bytes = Buffer.from(source.toBytes());
  const offsetOf = ({ line, column }: Position): number => {
    const lineStart = source.lineStarts[line - 1];
    if (lineStart === undefined) throw new Error(`no line ${line}`);
    return source.byteOffsetAt(lineStart) + column - 1;
  };
  return { before: bytes.subarray(0, offsetOf(start)).toString(), behind: bytes.subarray(offsetOf(end)).toString() };
}

describe("renderRdjson", () => {
  const text = renderRdjson(hostileRun, OPTIONS);
  const { diagnostics } = JSON.parse(text);

  it("is what reviewdog reads", async () => {
    for (const one of [text, renderRdjson(emptyRun, OPTIONS)]) {
      const { valid, errors } = await validator.validateString(one);
      expect(valid, JSON.stringify(errors?.slice(0, 3))).toBe(true);
    }
    expect((await validator.validateString(text.replaceAll('"path"', '"file"'))).valid).toBe(false);
    expect((await validator.validateString(text.replace('"ERROR"', '"FATAL"'))).valid).toBe(false);
  });

  it("has every finding at its very bytes", () => {
    const found = diagnostics.slice(2);
    expect(found).toHaveLength(hostileFindings.length);
    for (const [index, { source, finding }] of hostileFindings.entries()) {
      const bytes = Buffer.from(source.toBytes());
      const { before, behind } = around(source, found[index].location.range);
      // Half a pair has no bytes of its own.
      if (isHalf(source, finding.range.start) || isHalf(source, finding.range.end)) continue;
      expect(before).toBe(bytes.subarray(0, source.byteOffsetAt(finding.range.start)).toString());
      expect(behind).toBe(bytes.subarray(source.byteOffsetAt(finding.range.end)).toString());
    }
  });

  it("suggests each fix as one text that does the same", () => {
    let applied = 0;
    for (const [index, { source, finding }] of hostileFindings.entries()) {
      const { suggestions = [] } = diagnostics[index + 2];
      const isTold = finding.fix !== undefined && finding.fix.safety !== "manual" && !source.hasInvalidUtf8;
      expect(suggestions).toHaveLength(isTold ? 1 : 0);
      if (
        finding.fix === undefined ||
        !isTold ||
        finding.fix.edits.some((one) => isHalf(source, one.start) || isHalf(source, one.end))
      )
        continue;
      const [{ range, text: inserted }] = suggestions;
      const { before, behind } = around(source, range);
      expect(before + inserted + behind).toBe(edit(source.text, finding.fix.edits));
      applied++;
    }
    expect(applied).toBeGreaterThan(50);
  });

  it("looks like this", () => {
    const finding = makeFinding(5, 6, {
      code: "SC2086",
      name: "SC2086",
      source: "shellcheck",
      message: "quote it",
      fix: {
        safety: "unsafe",
        edits: [
          { start: 5, end: 5, text: '"' },
          { start: 6, end: 6, text: '"' },
        ],
      },
    });
    const source = sourceFromText("x\né🚀$\n");
    const file = makeResult("a.def", source, { findings: [finding], suppressed: 0 }, { hygiene: false });
    expect(JSON.parse(renderRdjson({ ...hostileRun, files: [file] }, OPTIONS)).diagnostics[0]).toMatchInlineSnapshot(`
      {
        "code": {
          "url": "https://www.shellcheck.net/wiki/SC2086",
          "value": "SC2086",
        },
        "location": {
          "path": "a.def",
          "range": {
            "end": {
              "column": 8,
              "line": 2,
            },
            "start": {
              "column": 7,
              "line": 2,
            },
          },
        },
        "message": "quote it",
        "severity": "WARNING",
        "suggestions": [
          {
            "range": {
              "end": {
                "column": 8,
                "line": 2,
              },
              "start": {
                "column": 7,
                "line": 2,
              },
            },
            "text": ""$"",
          },
        ],
      }
    `);
  });
});

function isHalf({ text }: SourceText, offset: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(offset - 1, offset + 1));
}
