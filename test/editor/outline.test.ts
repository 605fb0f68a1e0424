import { describe, expect, it } from "vitest";
import type { DocumentSymbol } from "vscode-languageserver";
import { foldsOf } from "../../src/editor/folding.ts";
import { linksOf } from "../../src/editor/links.ts";
import { LEGEND, semanticTokensOf } from "../../src/editor/semantic-tokens.ts";
import { symbolsOf } from "../../src/editor/symbols.ts";
import { HEADER, openText } from "./recipe.ts";

const RECIPE = `# one
# two
${HEADER}Stage: build

%labels
  maintainer me
%post
  cat > /x <<EOF
a
EOF
  # three
  # four

`;

describe("the outline", () => {
  const outline = (symbols: readonly DocumentSymbol[] = []): unknown[] =>
    symbols.map(({ name, range, children }) => [name, range.start.line, range.end.line, ...outline(children)]);

  it("has the sections and the header of a stage, and stages where there are several", () => {
    expect(outline(symbolsOf(openText(RECIPE)))).toEqual([
      ["header", 2, 4, ["Bootstrap", 2, 2], ["From", 3, 3], ["Stage", 4, 4]],
      ["%labels", 6, 7, ["maintainer", 7, 7]],
      ["%post", 8, 13],
    ]);
    const two = symbolsOf(openText(`${RECIPE}${HEADER}%post\n  true\n`));
    expect(two.map(({ name, detail }) => [name, detail])).toEqual([
      ["build", "ubuntu:24.04"],
      ["stage 2", "ubuntu:24.04"],
    ]);
  });

  it("selects what lies within", () => {
    const check = (symbols: readonly DocumentSymbol[] = []): void => {
      for (const { range, selectionRange, children } of symbols) {
        expect(range.start.line <= selectionRange.start.line && selectionRange.end.line <= range.end.line).toBe(true);
        check(children);
      }
    };
    check(symbolsOf(openText(RECIPE)));
    check(symbolsOf(openText("%")));
  });
});

it("folds headers, sections, heredocs and comments, and ends before blank lines", () => {
  const folds = foldsOf(openText(RECIPE)).map(({ startLine, endLine, kind }) => [startLine, endLine, kind]);
  expect(folds).toEqual([
    [2, 4, undefined],
    [6, 7, undefined],
    [8, 13, undefined],
    [9, 10, undefined],
    [0, 1, "comment"],
    [12, 13, "comment"],
  ]);
});

it("names the words of the definition file for colours, none over another", () => {
  const text = "# x\nBootstrap: docker # y\nFrom: a:{{ V }}-b\n%arguments\n V=1\n%apprun foo\n ls # z\n";
  const { data } = semanticTokensOf(openText(text));
  const lines = text.split("\n");
  const tokens: string[] = [];
  let [line, character] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0] = data.slice(at, at + 4);
    line += down;
    character = down > 0 ? right : character + right;
    tokens.push(`${LEGEND.tokenTypes[type]} ${lines[line]?.slice(character, character + length)}`);
  }
  expect(tokens).toEqual([
    "comment # x",
    "property Bootstrap",
    "enumMember docker",
    "comment # y",
    "property From",
    "string a:",
    "macro {{ V }}",
    "string -b",
    "keyword %arguments",
    "variable V",
    "keyword %apprun",
    "namespace foo",
    "comment # z",
  ]);
});

it("links what has a page: ShellCheck's codes", () => {
  const links = linksOf(openText(`${HEADER}%post\n  # deflint-ignore-next-line SC2086, DF203 -- x\n  rm $1\n`));
  expect(links).toEqual([
    {
      range: { start: { line: 3, character: 29 }, end: { line: 3, character: 35 } },
      target: "https://www.shellcheck.net/wiki/SC2086",
    },
  ]);
});
