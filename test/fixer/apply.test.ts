import { describe, expect, it } from "vitest";
import type { Edit } from "#rules/define-rule.ts";
import { applyPass } from "../../src/fixer/apply.ts";
import type { Candidate } from "../../src/fixer/select.ts";

function candidate(code: string, ...edits: readonly (readonly [number, number, string])[]): Candidate {
  const all: Edit[] = edits.map(([start, end, text]) => ({ start, end, text }));
  return { code, name: "test-rule", fix: { title: code, safety: "safe", edits: all } };
}

const codes = (candidates: readonly Candidate[]): string[] => candidates.map(({ code }) => code);

describe("applyPass", () => {
  it("applies disjoint fixes of several edits each", () => {
    const pass = applyPass("0123456789", [
      candidate("DF002", [4, 5, "x"]),
      candidate("DF001", [0, 1, ""], [8, 10, "yz!"]),
    ]);
    expect(pass.text).toBe("123x567yz!");
    expect(codes(pass.applied)).toEqual(["DF001", "DF002"]);
  });

  it("defers a fix whole when one of its edits overlaps", () => {
    const pass = applyPass("0123456789", [
      candidate("DF001", [0, 4, "a"]),
      candidate("DF002", [3, 5, "b"], [8, 9, "c"]),
    ]);
    expect(pass.text).toBe("a456789");
    expect(codes(pass.deferred)).toEqual(["DF002"]);
  });

  it.each([
    ["touching replacements", candidate("DF001", [0, 4, "a"]), candidate("DF002", [4, 5, "b"])],
    ["insertions at one place", candidate("DF001", [4, 4, "a"]), candidate("DF002", [4, 4, "b"])],
    ["an insertion at the end of a replacement", candidate("DF001", [2, 4, "a"]), candidate("DF002", [4, 4, "b"])],
    ["an insertion at the start of a replacement", candidate("DF001", [4, 4, "b"]), candidate("DF002", [4, 6, "a"])],
    ["an insertion inside a replacement", candidate("DF001", [2, 6, "a"]), candidate("DF002", [4, 4, "b"])],
    [
      "an edit between the edits of a fix that touches one",
      candidate("DF001", [0, 1, "a"], [5, 6, "c"]),
      candidate("DF002", [4, 5, "b"]),
    ],
  ])("defers the later of %s", (_what, first, second) => {
    const pass = applyPass("0123456789", [second, first]);
    expect(codes(pass.applied)).toEqual(["DF001"]);
    expect(codes(pass.deferred)).toEqual(["DF002"]);
  });

  it("lets edits of one fix touch", () => {
    expect(applyPass("0123", [candidate("DF001", [1, 1, "a"], [1, 2, "b"], [2, 3, ""])]).text).toBe("0ab3");
  });

  it("counts identical fixes once", () => {
    const pass = applyPass("0123", [candidate("DF002", [1, 2, "x"]), candidate("DF001", [1, 2, "x"])]);
    expect(pass).toMatchObject({ text: "0x23", deferred: [] });
    expect(codes(pass.applied)).toEqual(["DF001"]);
  });

  it("does not depend on the order of its input", () => {
    const all = [
      candidate("DF003", [2, 5, "c"]),
      candidate("DF001", [2, 4, "a"]),
      candidate("DF002", [2, 4, "b"]),
      candidate("DF002", [2, 4, "a2"]),
      candidate("DF004", [7, 7, "d"]),
    ];
    const expected = applyPass("0123456789", all);
    for (let turn = 1; turn < all.length; turn++) {
      expect(applyPass("0123456789", [...all.slice(turn), ...all.slice(0, turn)].reverse())).toEqual(expected);
    }
  });

  it.each([
    ["lies outside", candidate("DF001", [3, 11, "x"])],
    ["lies outside", candidate("DF001", [-1, 2, "x"])],
    ["overlap", candidate("DF001", [3, 5, "x"], [4, 6, "y"])],
    ["not in order", candidate("DF001", [5, 6, "x"], [1, 2, "y"])],
    ["changes nothing", candidate("DF001", [3, 4, "3"])],
    ["changes nothing", candidate("DF001")],
  ])("names a malformed fix: %s", (reason, broken) => {
    const pass = applyPass("0123456789", [broken, candidate("DF002", [9, 9, "!"])]);
    expect(pass.text).toBe("012345678!9");
    expect(pass.malformed).toHaveLength(1);
    expect(pass.malformed[0]?.reason).toContain(reason);
  });

  it("stays fast with ten thousand fixes", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => candidate("DF001", [index * 3, index * 3 + 1, "x"]));
    const start = performance.now();
    expect(applyPass("...".repeat(10_000), many).text).toBe("x..".repeat(10_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
