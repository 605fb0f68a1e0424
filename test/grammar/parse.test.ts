import { describe, expect, test } from "vitest";
import { headerEntry, leavesOf, parse, sectionsOf } from "#grammar/index.ts";
import { parseToCst } from "#grammar/parser.ts";

function reprint(text: string): string {
  const recipe = parse(text);
  return leavesOf(recipe)
    .map((leaf) => recipe.source.slice(leaf))
    .join("");
}

const AWKWARD = {
  empty: "",
  "comments only": "# a\n\n  # b",
  "one newline": "\n",
  "section without header": "%post\n true",
  "section without newline": "%post",
  "byte order mark": "\ufeffBootstrap: docker\nFrom: a\n",
  CRLF: "Bootstrap: docker\r\nFrom: a\r\n\r\n%post\r\n  true\r\n%files\r\n a b\r\n",
  "lone CR": "Bootstrap: docker\rFrom: a\n%post\n a\rb\n",
  NUL: "Bootstrap: docker\nFrom: a\n%post\n\0\n",
  "continuation to the end": "Bootstrap: docker\nFrom: a \\",
  "continuation into a blank line": "Bootstrap: yum\nInclude: a \\\n\nOSVersion: 7\n%post\n",
  "continuation into a comment": "Bootstrap: yum\nInclude: a \\\n# c\nOSVersion: 7\n",
  "continuation into a section": "Bootstrap: yum\nInclude: a \\\n%post\n true\n",
  "continuation into a stage": "Bootstrap: yum\nInclude: a \\\nBootstrap: docker\nFrom: b\n",
  "value that is a backslash": "Bootstrap: yum\nInclude: \\\nOSVersion: 7\n",
  "stray lines": "Bootstrap: docker\nFrom a\n: x\n=\n%post\n",
  "percent alone": "%\n% \n%%\n% post\n\t%post\n",
  "odd section names": "%post\t-c x\n%files:\n a\n%labels\u00a0\n a b\n",
  "quotes in files": 'Bootstrap: docker\nFrom: a\n%files\n "\n "a b" c\n \'x y\' z\n a"b"c d\n {{ A }}/x {{B}}\n',
  "stage in a heredoc": "Bootstrap: docker\nFrom: a\n%post\ncat <<E\nBootstrap: x\nE\n",
  "lone surrogates": "Bootstrap: docker\nFrom: \ud800a\n%post\n \udc80\n",
};

describe("every character is in exactly one leaf", () => {
  test.each(Object.entries(AWKWARD))("%s", (_name, text) => {
    expect(reprint(text)).toBe(text);
    expect(parseToCst(text).errors).toEqual([]);
  });
});

test("the header joins continued lines without a space and leaves comments out", () => {
  const [stage] = parse("Bootstrap: yum # x\nMirrorURL: http://a/\\\n   b # y\nFrom: a#b\n%post\n").stages;
  expect(stage && headerEntry(stage, "bootstrap")?.value.text).toBe("yum");
  expect(stage && headerEntry(stage, "mirrorurl")?.value.text).toBe("http://a/b");
  expect(stage && headerEntry(stage, "from")?.value.text).toBe("a");
});

test("the last of two equal header keys wins", () => {
  const [stage] = parse("Bootstrap: docker\nFrom: a\nFROM: b\n").stages;
  expect(stage && headerEntry(stage, "from")?.value.text).toBe("b");
});

test("a header value without its continuation is known as unfinished", () => {
  const [stage] = parse("Bootstrap: yum\nInclude: a \\\n\n%post\n").stages;
  expect(stage && headerEntry(stage, "include")).toMatchObject({ unfinished: true, value: { text: "a " } });
});

test("only bootstrap at column 0 with its colon starts a stage", () => {
  const text = "# c\nBOOTSTRAP: docker\nFrom: a\n%post\n bootstrap: x\nbootstrap : y\nBootstrap: docker\nFrom: b\n";
  const recipe = parse(text);
  expect(recipe.stages.map(({ start }) => start)).toEqual([4, text.lastIndexOf("Bootstrap")]);
  expect(recipe.preamble).toHaveLength(1);
});

test("entries before the first bootstrap are a stage of their own, as for Apptainer", () => {
  expect(parse("From: a\nBootstrap: docker\n%post\n").stages).toHaveLength(2);
});

test("a section knows its name as Apptainer reads it and the type that its author means", () => {
  const [stage] = parse("Bootstrap: docker\nFrom: a\n%%POST  -c /bin/bash # x\n a\n%post\t-x\n b\n%poste\n c\n").stages;
  const seen = stage?.sections.map(({ type, name, arguments: args }) => [type, name.text, args?.text]);
  expect(seen).toEqual([
    ["post", "POST", " -c /bin/bash # x"],
    ["post", "post\t-x", undefined],
    [undefined, "poste", undefined],
  ]);
});

test("app sections know their app", () => {
  const [stage] = parse("%appinstall foo bar\n a\n%apprun\n b\n").stages;
  expect(stage?.sections.map(({ app }) => app)).toEqual(["foo", undefined]);
});

test("files, labels and arguments are read line by line", () => {
  const text =
    'Bootstrap: docker\nFrom: a\n%files from b\n  "x y" /z extra\n  # no\n\n%labels\n  A b  c\n  K=V\n%arguments\n  N = 1=2\n  M\n';
  const [stage] = parse(text).stages;
  if (stage === undefined) throw new Error("no stage");
  const items = (type: "files" | "labels" | "arguments") => sectionsOf(stage, type).flatMap((section) => section.items);
  expect(
    items("files").map((item) => (item.kind === "files-entry" ? item.words.map((word) => word.text) : item.kind)),
  ).toEqual([['"x y"', "/z", "extra"], "comment", "blank"]);
  expect(items("labels")).toMatchObject([
    { key: { text: "A" }, value: { text: "b  c" } },
    { key: { text: "K=V" }, value: { text: "" } },
  ]);
  expect(items("arguments")).toMatchObject([
    { name: { text: "N" }, value: { text: "1=2" } },
    { name: { text: "M" }, value: undefined },
  ]);
});
