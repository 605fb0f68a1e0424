/** The pages that are made from the rules: one a rule, their index, and the tables of the README. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderPage, renderRuleTables } from "../src/docs/markdown.ts";
import type { RuleDoc } from "../src/docs/rule-doc.ts";

/** The folder of nothing but made pages. */
const FOLDER = "docs/rules";
const MADE = "<!-- Made from the rules and their fixtures by `npm run docs`: change those. -->\n\n";
const BEGIN = "<!-- rules: made by `npm run docs` -->\n";
const END = "<!-- /rules -->\n";

/** Writes all pages below a root, and removes those of rules that are no more. Returns the paths that changed. */
export function writeDocumentation(root: string, docs: readonly RuleDoc[]): string[] {
  const wrong = findWrongPages(root, docs);
  const pages = makePages(root, docs);
  mkdirSync(join(root, FOLDER), { recursive: true });
  for (const { path } of wrong) {
    const text = pages.get(path);
    if (text === undefined) rmSync(join(root, path));
    else writeFileSync(join(root, path), text);
  }
  return wrong.map(({ path }) => path);
}

/** Pages that are not what the rules say of themselves: `stale`, `missing`, or `orphaned`. Changes nothing. */
export function findWrongPages(root: string, docs: readonly RuleDoc[]): { path: string; trouble: string }[] {
  const pages = makePages(root, docs);
  const wrong = [...pages].flatMap(([path, text]) => {
    const full = join(root, path);
    if (!existsSync(full)) return [{ path, trouble: "missing" }];
    return readFileSync(full, "utf8") === text ? [] : [{ path, trouble: "stale" }];
  });
  const there = existsSync(join(root, FOLDER)) ? readdirSync(join(root, FOLDER)).sort() : [];
  const orphaned = there.map((name) => `${FOLDER}/${name}`).filter((path) => !pages.has(path));
  return [...wrong, ...orphaned.map((path) => ({ path, trouble: "orphaned" }))];
}

/** The text of each page by its path. */
function makePages(root: string, docs: readonly RuleDoc[]): ReadonlyMap<string, string> {
  const index = renderRuleTables(docs, { columns: "full", heading: "##", pageOf: (name) => `${name}.md` });
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const tables = renderRuleTables(docs, { columns: "short", heading: "###", pageOf: (name) => `${FOLDER}/${name}.md` });
  return new Map([
    ["README.md", replaceTables(readme, tables)],
    [`${FOLDER}/README.md`, `${MADE}# Rules\n\n${INTRODUCTION}\n\n${index}`],
    ...docs.map((doc): [string, string] => [`${FOLDER}/${doc.name}.md`, MADE + renderPage(doc, docs)]),
  ]);
}

const INTRODUCTION = `Severities are those that a rule can have, the worst first. A rule marked *hygiene* is counted in one closing line and shown
with \`--hygiene\`. The fix is the strongest that a rule has: a *safe* one leaves a privileged build as it is, an *unsafe*
one may change it, one by hand is never applied by itself. Modes are those in which a rule can say something (\`--mode\`).`;

function replaceTables(readme: string, tables: string): string {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`README.md has no ${BEGIN.trim()} ... ${END.trim()}`);
  return `${readme.slice(0, begin + BEGIN.length)}\n${tables}\n${readme.slice(end)}`;
}
