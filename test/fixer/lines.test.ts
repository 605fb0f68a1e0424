/** Lines of a mended recipe and where they stood before. */
import { expect, it } from "vitest";
import { linesBefore } from "../../src/fixer/lines.ts";

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join("");

it.each([
  ["nothing changed", ["a", "b"], ["a", "b"], [1, 2]],
  ["lines inserted", ["a", "b"], ["a", "new", "newer", "b"], [1, undefined, undefined, 2]],
  ["a line changed", ["a", "b", "c"], ["a", "B", "c"], [1, 2, 3]],
  ["a line removed", ["a", "b", "c"], ["a", "c"], [1, 3]],
  ["one line became two", ["a", "b", "c"], ["a", "B", "b2", "c"], [1, undefined, undefined, 3]],
] as const)("%s", (_what, before, after, wanted) => {
  expect(linesBefore(text(...before), text(...after)).slice(0, after.length)).toEqual(wanted);
});

it("counts the lines of a text without a line end", () => {
  expect(linesBefore("a\nb", "new\na\nb")).toEqual([undefined, 1, 2]);
});
