import { describe, expect, it } from "vitest";
import { definitionsAt, highlightsAt, referencesAt } from "../../src/editor/definition.ts";
import { prepareRename, rename } from "../../src/editor/rename.ts";
import { applyTextEdits } from "./client.ts";
import { openAt, URI } from "./recipe.ts";

const RECIPE = `Bootstrap: docker
From: ubuntu:{{ V }}
Stage: build
%arguments
  V=24.04
  W=1
%post
  echo {{V}} {{ W }}

Bootstrap: docker
From: ubuntu:{{ V }}
%arguments
  V=22.04
%files from build
  /a /b
`;

/** The recipe with the cursor before the nth occurrence of a text, moved by some characters. */
function at(text: string, nth = 1, move = 0): string {
  const offset = RECIPE.split(text).slice(0, nth).join(text).length + move;
  return `${RECIPE.slice(0, offset)}|${RECIPE.slice(offset)}`;
}

const lines = (locations: readonly { range: { start: { line: number } } }[]) =>
  locations.map(({ range }) => range.start.line);

describe("names", () => {
  it("of build arguments are those of their stage", () => {
    const { recipe, offset } = openAt(at("{{ V }}", 1, 3));
    expect(lines(definitionsAt(recipe, offset))).toEqual([4]);
    expect(lines(referencesAt(recipe, offset, false))).toEqual([1, 7]);
    expect(lines(referencesAt(recipe, offset, true))).toEqual([4, 1, 7]);
    const second = openAt(at("{{ V }}", 2, 3));
    expect(lines(definitionsAt(second.recipe, second.offset))).toEqual([12]);
  });

  it("of stages are found from where they are copied", () => {
    const { recipe, offset } = openAt(at("from build", 1, 6));
    expect(definitionsAt(recipe, offset)).toEqual([
      { uri: URI, range: { start: { line: 2, character: 7 }, end: { line: 2, character: 12 } } },
    ]);
    expect(lines(highlightsAt(recipe, offset))).toEqual([2, 13]);
  });

  it("are renamed wherever they stand, and nowhere else", () => {
    const renamed = (marked: string, name: string) => {
      const { recipe, offset } = openAt(marked);
      const edit = rename(recipe, offset, name);
      return "refusal" in edit ? edit.refusal : applyTextEdits(recipe.text, edit.changes?.[URI] ?? []);
    };
    const [first = "", second = ""] = RECIPE.split(/(?=\nBootstrap)/);
    expect(renamed(at("V=24"), "VERSION")).toBe(
      first.replace("{{ V }}", "{{ VERSION }}").replace("{{V}}", "{{VERSION}}").replace("V=", "VERSION=") + second,
    );
    expect(renamed(at("Stage: build", 1, 8), "maker")).toBe(RECIPE.replaceAll("build", "maker"));
    expect(renamed(at("V=24"), "W")).toBe("There is a argument W already.");
    expect(renamed(at("V=24"), "a b")).toContain("letters, digits");
    expect(renamed(at("Stage: build", 1, 8), "a b")).toContain("one word");
    expect(renamed(at("echo"), "x")).toContain("no name");
  });

  it("are shown before they are renamed", () => {
    const { recipe, offset } = openAt(at("{{V}}", 1, 2));
    expect(prepareRename(recipe, offset)).toMatchObject({
      placeholder: "V",
      range: { start: { line: 7, character: 9 } },
    });
    const nothing = openAt(at("echo"));
    expect(prepareRename(nothing.recipe, nothing.offset)).toBeUndefined();
  });
});
