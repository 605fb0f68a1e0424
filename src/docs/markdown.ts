/** The documentation of rules as markdown: one page a rule, and tables of all. */
import { count } from "../reporters/count.ts";
import { printable } from "../reporters/printable.ts";
import { describeSeverity, EFFECT_WORDS, FIX_HELP, modesByEffect, supersededBy } from "./facts.ts";
import { groupByFamily } from "./families.ts";
import type { RuleDoc, RuleExample } from "./rule-doc.ts";

/** Lines of an example, and characters of one of its lines, that a page shows. */
const EXAMPLE_LINES = 60;
const EXAMPLE_COLUMNS = 160;

/** The page of one rule. `docs` are all rules: the page names others. */
export function renderPage(doc: RuleDoc, docs: readonly RuleDoc[]): string {
  const blocks = [
    `# ${doc.code} ${doc.name}`,
    `**${escapeText(doc.summary)}.**`,
    doc.why.trim(),
    renderFacts(doc, docs),
    "## Modes",
    renderModes(doc),
    ...(doc.example === undefined ? [] : renderExample(doc.example)),
    "## Sources",
    doc.sources.map((source) => `- ${escapeText(source)}`).join("\n"),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function renderFacts(doc: RuleDoc, docs: readonly RuleDoc[]): string {
  const others = supersededBy(doc, docs).map(({ code, name }) =>
    name === "" ? code : `[${code} ${name}](${name}.md)`,
  );
  return renderTable(
    ["", ""],
    [
      ["severity", describeSeverity(doc)],
      ["fix", doc.fix === "none" || doc.fix === "manual" ? FIX_HELP[doc.fix] : describeFix(doc.fix)],
      ...(others.length === 0 ? [] : [["says more than", others.join(", ")]]),
      ["since", doc.since],
    ],
  );
}

function describeFix(fix: "safe" | "unsafe"): string {
  return fix === "safe" ? "safe: `deflint --fix`" : "unsafe: `deflint --fix --unsafe-fixes`";
}

function renderModes(doc: RuleDoc): string {
  return renderTable(
    ["mode", "what happens"],
    modesByEffect(doc).map(({ effect, modes }) => [
      modes === "all" ? "every mode" : modes.map((mode) => `\`${mode}\``).join(", "),
      EFFECT_WORDS[effect],
    ]),
  );
}

function renderExample({ before, after, findings = [] }: RuleExample): string[] {
  const said = findings.map(
    ({ line, severity, message }) => `- Line ${line}, **${severity}**: ${escapeText(printable(message))}`,
  );
  return [
    "## Example",
    fence(before),
    ...(said.length === 0 ? [] : [said.join("\n")]),
    ...(after === undefined ? [] : ["## After the fix", fence(after)]),
  ];
}

/** A recipe as a block of code, cut where it is long, with what cannot be seen made visible. */
function fence(text: string): string {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  const shown = lines.slice(0, EXAMPLE_LINES).map((line) => printable(cutLine(line)));
  if (lines.length > shown.length) shown.push(`... ${count(lines.length - shown.length, "line")} more`);
  const ticks = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length)) + 1;
  return ["`".repeat(ticks), ...shown, "`".repeat(ticks)].join("\n");
}

function cutLine(line: string): string {
  return line.length <= EXAMPLE_COLUMNS ? line : `${line.slice(0, EXAMPLE_COLUMNS)}...`;
}

/** How a table of all rules looks. */
export interface TableOptions {
  /** `full` has severity, fix and modes too. */
  readonly columns: "short" | "full";
  /** Hashes of the headings of families. */
  readonly heading: string;
  /** Where the page of a rule lies, seen from the table; undefined where there is none to link to. */
  readonly pageOf?: (name: string) => string;
}

/** All rules, a table a family. */
export function renderRuleTables(docs: readonly RuleDoc[], { columns, heading, pageOf }: TableOptions): string {
  const head = ["code", "name", "what it asks for", ...(columns === "full" ? ["severity", "fix", "modes"] : [])];
  const row = (doc: RuleDoc): string[] => [
    doc.code,
    pageOf === undefined ? doc.name : `[${doc.name}](${pageOf(doc.name)})`,
    escapeText(doc.summary),
    ...(columns === "full" ? [listSeverities(doc), doc.fix, listModes(doc)] : []),
  ];
  return `${groupByFamily(docs)
    .map(([{ title }, members]) => `${heading} ${title}\n\n${renderTable(head, members.map(row))}`)
    .join("\n\n")}\n`;
}

function listSeverities({ severity, severities = [severity], group }: RuleDoc): string {
  return `${severities.join(", ")}${group === "hygiene" ? " (hygiene)" : ""}`;
}

function listModes(doc: RuleDoc): string {
  return modesByEffect(doc)
    .flatMap(({ modes }) => (modes === "all" ? ["all"] : modes))
    .join(", ");
}

/** A table; the columns keep the width that they have, so that a changed row changes no other. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const render = (cells: readonly string[]): string =>
    `|${cells.map((cell) => (cell === "" ? " " : ` ${cell.replaceAll("|", "\\|")} `)).join("|")}|`;
  return [render(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(render)].join("\n");
}

/** Prose outside of code spans, with what markdown would take for its own escaped. */
function escapeText(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, at) => (at % 2 === 1 ? part : part.replace(/[*<\\]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\$&")))
    .join("");
}
