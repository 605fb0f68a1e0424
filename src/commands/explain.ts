/** `deflint explain`: what a rule is about, for a person who met it. */
import pc from "picocolors";
import { findClosestName } from "#rules/knowledge/closest-name.ts";
import { describeSeverity, EFFECT_WORDS, FIX_HELP, modesByEffect, supersededBy } from "../docs/facts.ts";
import type { DocFormat } from "../docs/formats.ts";
import { docs as allDocs } from "../docs/index.ts";
import type { RuleDoc, RuleExample } from "../docs/rule-doc.ts";
import { EXIT } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { wantsColor } from "../reporters/color.ts";
import { count } from "../reporters/count.ts";
import { plainText } from "../reporters/plain-text.ts";
import { printable } from "../reporters/printable.ts";
import { wrapText } from "../reporters/wrap-text.ts";
import { UsageError } from "../usage-error.ts";

/** Lines of an example that are shown. */
const EXAMPLE_LINES = 25;

/** Prints the documentation of the rule with a code or name, or the beginning of one. Rejects with a UsageError for no rule. */
export async function explainRule(
  name: string,
  io: Io,
  { docs = allDocs, format = "text" }: { docs?: readonly RuleDoc[]; format?: DocFormat } = {},
): Promise<number> {
  io.stdout.write(await render(findRule(name, docs), docs, format, io));
  return EXIT.clean;
}

async function render(doc: RuleDoc, docs: readonly RuleDoc[], format: DocFormat, io: Io): Promise<string> {
  switch (format) {
    case "json":
      return `${JSON.stringify({ version: 1, rule: doc }, null, 2)}\n`;
    case "markdown":
      return (await import("../docs/markdown.ts")).renderPage(doc, docs);
    case "text":
      return renderText(doc, docs, wantsColor(undefined, io.stdout, io.env), Math.min(io.stdout.columns ?? 100, 100));
  }
}

function findRule(name: string, docs: readonly RuleDoc[]): RuleDoc {
  const wanted = name.toLowerCase();
  const exact = docs.find((rule) => rule.code.toLowerCase() === wanted || rule.name === wanted);
  if (exact !== undefined) return exact;
  const begun = wanted === "" ? [] : docs.filter((rule) => rule.name.startsWith(wanted));
  if (begun.length > 1) throw new UsageError(`${name} may be ${begun.map((rule) => rule.name).join(" or ")}`);
  if (begun[0] !== undefined) return begun[0];
  const closest = findClosestName(
    name,
    docs.flatMap((rule) => [rule.code, rule.name]),
  );
  const hint = closest === undefined ? "; `deflint rules` lists them" : `; did you mean ${closest}?`;
  throw new UsageError(`there is no rule ${name}${hint}`);
}

function renderText(doc: RuleDoc, docs: readonly RuleDoc[], color: boolean, columns: number): string {
  const { bold } = pc.createColors(color);
  const blocks = [
    [bold(`${doc.code} ${doc.name}`), ...wrapText(doc.summary, columns)],
    ...plainText(doc.why)
      .trim()
      .split(/\n\s*\n/)
      .map((paragraph) => wrapText(paragraph, columns)),
    listFacts(doc, docs).flatMap((fact) => wrapHanging(fact, columns)),
    ...showExample(doc.example, columns, bold),
  ];
  if (doc.sources.length > 0) blocks.push([bold("Sources"), ...doc.sources.map((source) => `  ${source}`)]);
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function listFacts(doc: RuleDoc, docs: readonly RuleDoc[]): string[] {
  const modes = modesByEffect(doc).map(
    (entry) => `${entry.modes === "all" ? "all" : entry.modes.join(", ")} (${EFFECT_WORDS[entry.effect]})`,
  );
  const others = supersededBy(doc, docs).map(({ code, name }) => (name === "" ? code : `${code} ${name}`));
  return [
    `severity: ${describeSeverity(doc)}`,
    `modes: ${modes.join("; ")}`,
    `fix: ${FIX_HELP[doc.fix]}`,
    ...(others.length === 0 ? [] : [`says more than: ${others.join(", ")}`]),
    `since: ${doc.since}`,
  ];
}

function showExample(example: RuleExample | undefined, columns: number, bold: (text: string) => string): string[][] {
  if (example === undefined) return [];
  const { before, after, findings = [] } = example;
  const said = findings.flatMap(({ line, severity, message }) =>
    wrapHanging(`line ${line}: ${severity}: ${printable(message)}`, columns),
  );
  return [
    [bold("Example"), ...showRecipe(before)],
    ...(said.length === 0 ? [] : [said]),
    ...(after === undefined ? [] : [[bold("After the fix"), ...showRecipe(after, ": deflint --diff")]]),
  ];
}

/** Wrapped prose whose further lines stand two columns in. */
function wrapHanging(text: string, columns: number): string[] {
  return wrapText(text, columns - 2).map((line, at) => (at === 0 ? line : `  ${line}`));
}

/** An example, indented; a long one is cut, and `hint` says where the rest is seen. */
function showRecipe(text: string, hint = ""): string[] {
  const lines = text.trimEnd().split(/\r?\n/);
  const shown = lines.slice(0, EXAMPLE_LINES).map((line) => (line === "" ? "" : `    ${printable(line)}`));
  const hidden = lines.length - shown.length;
  return hidden === 0 ? shown : [...shown, `    ... ${count(hidden, "line")} more${hint}`];
}
