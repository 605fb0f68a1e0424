import { describe, expect, it } from "vitest";
import { recognizeOther } from "../../src/files/recognize-other.ts";
import { hasCorpus, recipesIn } from "./corpus.ts";

describe.skipIf(!hasCorpus)("recognizeOther", () => {
  it.each(["recipes", "quirks", "apptainer-testdata"])("skips nothing in %s", (folder) => {
    const files = recipesIn(folder);
    expect(files.length).toBeGreaterThan(20);
    const skipped = files.filter(({ source }) => recognizeOther(source.text) !== undefined);
    expect(skipped.map(({ name }) => name)).toEqual([]);
  });

  it("skips none whose header was lost, and none whose header lost its colons", () => {
    const skipped = recipesIn("recipes").filter(({ source: { text } }) => {
      const headless = text.replace(/^[^\S\n]*(?:bootstrap|from)[^\S\n]*:.*$/gim, "");
      const colonless = text.replace(/^([^\S\n]*(?:bootstrap|from))[^\S\n]*:/gim, "$1 ");
      return [headless, colonless].some((broken) => recognizeOther(broken) !== undefined);
    });
    expect(skipped.map(({ name }) => name)).toEqual([]);
  });
});
