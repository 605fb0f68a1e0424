import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "#grammar/index.ts";
import { buildScriptsOf } from "#grammar/shell/build-script.ts";
import { formattingOf } from "../../src/editor/formatting.ts";
import { applyTextEdits } from "./client.ts";
import { HEADER, openText } from "./recipe.ts";

function format(text: string): string {
  return applyTextEdits(text, formattingOf(openText(text)));
}

/** All words and heredocs of a recipe's scripts. */
function wordsOf(text: string): unknown[] {
  const recipe = parse(text);
  return recipe.stages.flatMap((stage) =>
    buildScriptsOf(recipe.source, stage, new Map()).map(({ commands }) =>
      commands.map(({ words, heredocs }) => [words.map((word) => word.text), heredocs.map(({ body }) => body.text)]),
    ),
  );
}

describe("formatting", () => {
  it("puts one blank line between sections, above the comments that belong to them", () => {
    expect(format(`${HEADER}%post\n    true\n\n\n\n# about it\n%labels\n    a b\n`)).toBe(
      `${HEADER}\n%post\n    true\n\n# about it\n%labels\n    a b\n`,
    );
    expect(format(`${HEADER}%post\n    true\n${HEADER}%post\n    true\n`)).toBe(
      `${HEADER}\n%post\n    true\n\n${HEADER}\n%post\n    true\n`,
    );
  });

  it("takes the line end of the file", () => {
    expect(format(`${HEADER}%post\n    true  \n`.replaceAll("\n", "\r\n"))).toBe(
      `${HEADER}\n%post\n    true\n`.replaceAll("\n", "\r\n"),
    );
  });

  it("removes space at the ends of lines, but where it is read", () => {
    const text = `${HEADER}\n%post\n    echo a  \n    # why  \n    echo 'b  \n  c'  \n    cat <<E\nd  \nE\n    echo e \\ \n    true\n\n%help\n    f  \n`;
    expect(format(text)).toBe(
      `${HEADER}\n%post\n    echo a\n    # why\n    echo 'b  \n  c'\n    cat <<E\nd  \nE\n    echo e \\ \n    true\n\n%help\n    f  \n`,
    );
  });

  it("leaves a section's line, whose spaces Apptainer takes for arguments, and lays out the rest", () => {
    expect(format(`${HEADER}\n%post \n    true  \n`)).toBe(`${HEADER}\n%post \n    true\n`);
  });

  it("leaves scripts of other languages as they are", () => {
    const text = `${HEADER}\n%runscript\n#!/usr/bin/env python3\nprint("""a  \n""")\n`;
    expect(format(text)).toBe(text);
  });

  it("changes no word of any script, and comes to rest at once, for every fixture", () => {
    const root = join(import.meta.dirname, "../../fixtures");
    const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
      /[\\/]01-[^.]*\.def$/.test(path),
    );
    expect(paths.length).toBeGreaterThan(50);
    for (const path of paths) {
      const text = readFileSync(join(root, path), "utf8");
      const formatted = format(text);
      expect(wordsOf(formatted), path).toEqual(wordsOf(text));
      expect(format(formatted), path).toBe(formatted);
    }
  });
});
