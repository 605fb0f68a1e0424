/**
 * What rules say of the corpus, a line a finding: `npm run survey -- [--mode MODE] [--random] [CODE...]`. Columns: recipe,
 * line, severity, code, verdict (where a person gave one), message, the text of the line.
 */
import type { BuildMode } from "#rules/define-rule.ts";
import { rules } from "#rules/index.ts";
import { lint } from "../../src/engine/lint.ts";
import { makeTarget } from "../../src/engine/target.ts";
import { idOf, randomSlice, recipesIn } from "./corpus.ts";
import { verdictsOn } from "./verdicts.ts";

const words = process.argv.slice(2);
const option = words.indexOf("--mode");
const mode = (option === -1 ? "suid-fakeroot" : words[option + 1]) as BuildMode;
const codes = words.filter((word) => /^DF\d/.test(word));
const random = randomSlice();
const verdicts = new Map(rules.map(({ meta }) => [meta.code, verdictsOn(meta.name)]));
for (const file of recipesIn("recipes")) {
  const { source } = file;
  const recipe = idOf(file);
  if (words.includes("--random") && !random.has(recipe)) continue;
  for (const { code, severity, range, message } of lint(source, { rules, target: makeTarget(mode) })) {
    if (codes.length > 0 && !codes.some((wanted) => code.startsWith(wanted))) continue;
    const line = source.positionAt(range.start).line + 1;
    const from = source.lineStarts[line - 1] ?? 0;
    const text = source.text
      .slice(from, source.lineStarts[line] ?? source.text.length)
      .trim()
      .slice(0, 160);
    const verdict = verdicts.get(code)?.get(`${recipe}:${line}`) ?? "-";
    console.log([recipe, line, severity, code, verdict, message, text].join("\t"));
  }
}
