import { describe, expect, it } from "vitest";
import { findLines } from "../../src/config/toml-lines.ts";

const TEXT = `# a = 1
a = "x # = [y]"
"quoted key" = 1
b.c = [ # [no.table]
  'one', "t]wo",

  [3, 4], # five
]
text = """
key = 1
"quoted" """
raw = '''
[table]'''
inline = { x = 1, y = { z = [
  2 ] } }

[d]
e = 1
f.g = 2

[[list]]
h = 1
  [list.sub]
  i = 1
[[list]]
h = 2
[[list.deep]]
j = 1
[[list.deep]]
k = 1
[ d . "l m" ]
n = 1`;

describe("the line of a key", () => {
  const lineOf = findLines(TEXT);

  it.each<[readonly (string | number)[], number | undefined]>([
    [["a"], 2],
    [["quoted key"], 3],
    [["b"], 4],
    [["b", "c"], 4],
    [["b", "c", 0], 5],
    [["b", "c", 1], 5],
    [["b", "c", 2], 7],
    [["b", "c", 2, 1], 7],
    [["text"], 9],
    [["raw"], 12],
    [["inline", "y", "z", 0], 15],
    [["d"], 17],
    [["d", "e"], 18],
    [["d", "f", "g"], 19],
    [["list", 0], 21],
    [["list", 0, "h"], 22],
    [["list", 0, "sub", "i"], 24],
    [["list", 1, "h"], 26],
    [["list", 1, "deep", 1, "k"], 30],
    [["d", "l m", "n"], 32],
    // What is missing has the line of what it is missing from.
    [["list", 1, "missing"], 25],
    [["missing"], undefined],
    [[], undefined],
  ])("%j: %s", (path, line) => expect(lineOf(path)).toBe(line));

  it.each(["", "[", "a", "a =", "a = [", "a = {", "=", "]", '"', "a = [1 2", "[[", "\u0000", "a = '''"])(
    "of %j, which is no TOML, is looked for without end to it",
    (text) => expect(findLines(text)(["x"])).toBeUndefined(),
  );
});
