import { expect, it } from "vitest";
import { makeLines } from "../../src/editor/lines.ts";
import { applyEdits } from "../../src/fixer/apply.ts";
import { applyTextEdits } from "./client.ts";

it("an edit of offsets is the same edit of positions, wherever it starts and ends", () => {
  const text = "a😀\r\n\rb\n\r\n\r\nc\r";
  for (let start = 0; start <= text.length; start++) {
    for (let end = start; end <= text.length; end++) {
      // Half of a character is no place.
      if ([start, end].some((at) => /[\ud800-\udbff]/.test(text[at - 1] ?? ""))) continue;
      const edit = { start, end, text: "x" };
      expect(applyTextEdits(text, [makeLines(text).toTextEdit(edit)]), `${start} ${end}`).toBe(
        applyEdits(text, [edit]),
      );
    }
  }
});

it("lines end at LF, CRLF and a lone CR", () => {
  const lines = makeLines("a\rb\r\nc\nd");
  expect([0, 2, 5, 7].map((offset) => lines.positionAt(offset))).toEqual(
    [0, 1, 2, 3].map((line) => ({ line, character: 0 })),
  );
});
