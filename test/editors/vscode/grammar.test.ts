/** The colours of recipes, by VS Code's own engine: every recipe that there is, compared with deflint's parser. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "#grammar/index.ts";
import { sourceFromBytes, sourceFromText } from "#grammar/source.ts";
import { type CorpusFile, recipesIn } from "../../corpus/corpus.ts";
import { FIXTURES } from "../../rules/fixture.ts";
import { EMBEDDED, expectComments, expectLanguage, expectMarks, MARKS } from "./expected-scopes.ts";
import { installTools } from "./extension-package.ts";
import { loadTokenizer, type Token } from "./tokenize.ts";

const isInstalled = installTools();

const fixtures: CorpusFile[] = readdirSync(FIXTURES, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".def"))
  .map((name) => ({ name, source: sourceFromBytes(readFileSync(join(FIXTURES, name))) }));
const files = [...fixtures, ...["recipes", "quirks", "apptainer-testdata"].flatMap(recipesIn)];

describe.skipIf(!isInstalled)(`the grammar, on ${files.length} recipes`, () => {
  let tokenize: (text: string) => (readonly Token[])[];
  beforeAll(async () => {
    tokenize = await loadTokenizer();
  });

  it("marks sections, keys, comments and languages where the parser finds them", () => {
    const different = files.flatMap(({ name, source }) => differencesIn(name, source.text));
    expect(different.slice(0, 30)).toEqual([]);
    expect(files.length).toBeGreaterThan(400);
  });

  it("would notice a difference", () => {
    const text = "Bootstrap: docker\n%post\n    echo\n";
    expect(differencesIn("x", text)).toEqual([]);
    expect(compare("x", text, tokenize(text.replace("%post", " post")))).not.toEqual([]);
  });

  function differencesIn(name: string, text: string): string[] {
    return compare(name, text, tokenize(text));
  }

  function compare(name: string, text: string, lines: (readonly Token[])[]): string[] {
    const source = sourceFromText(text);
    const recipe = parse(source);
    const tokens = lines.flatMap((line, at) =>
      line.map((token) => ({ ...token, start: (source.lineStarts[at] ?? 0) + token.startIndex })),
    );
    const at = (offset: number) => tokens.findLast(({ start }) => start <= offset)?.scopes ?? [];
    const say = (offset: number, what: string) =>
      `${name}:${source.positionAt(offset).line + 1}: ${what}: ${at(offset).join(" ")}`;
    const has = (scopes: readonly string[], mark: string) => scopes.some((scope) => scope.startsWith(mark));

    const marks = expectMarks(recipe);
    const comments = new Set(expectComments(recipe));
    const different: string[] = [];
    for (const [offset, mark] of marks) if (!has(at(offset), mark)) different.push(say(offset, `no ${mark}`));
    for (const offset of comments) if (!has(at(offset), "comment.line")) different.push(say(offset, "no comment"));
    for (const { start, scopes } of tokens) {
      const mark = MARKS.find((known) => has(scopes, known));
      if (mark !== undefined && marks.get(start) !== mark) different.push(say(start, `a ${mark} too many`));
    }
    for (const section of recipe.stages.flatMap(({ sections }) => sections)) {
      const language = expectLanguage(section, recipe);
      const body = text.slice(section.body.start, section.body.end);
      for (const line of body.matchAll(/[^\s][^\n]*/g)) {
        const offset = section.body.start + line.index;
        if (language === undefined ? has(at(offset), EMBEDDED) : !has(at(offset), language))
          different.push(say(offset, `not in ${language}`));
        const isComment = has(at(offset), "comment.line");
        const isPlain = language === undefined && !line[0].trimStart().startsWith("#");
        if (isPlain && isComment) different.push(say(offset, "a comment too many"));
      }
    }
    return different;
  }
});
