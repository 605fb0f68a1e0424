/** `deflint explain`: what a rule is about, for a person who met it. */
import pc from "picocolors";
import { BUILD_MODES } from "#rules/define-rule.ts";
import { findClosestName } from "#rules/knowledge/closest-name.ts";
import { docs as allDocs } from "../docs/index.ts";
import type { RuleDoc } from "../docs/rule-doc.ts";
import { EXIT } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { wantsColor } from "../reporters/color.ts";
import { count } from "../reporters/count.ts";
import { plainText } from "../reporters/plain-text.ts";
import { wrapText } from "../reporters/wrap-text.ts";
import { UsageError } from "../usage-error.ts";

/** Lines of an example that are shown. */
const EXAMPLE_LINES = 25;

/** Prints the documentation of the rule with a code or name, or the beginning of one. Rejects with a UsageError for no rule. */
export async function explainRule(name: string, io: Io, docs = allDocs): Promise<number> {
  const doc = findRule(name, docs);
  io.stdout.write(renderDoc(doc, wantsColor(undefined, io.stdout, io.env), Math.min(io.stdout.columns ?? 100, 100)));
  return EXIT.clean;
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

/** Fixes by their kind, as a person asks for them. */
const FIX_HELP: Readonly<Record<RuleDoc["fix"], string>> = {
  safe: "safe (--fix)",
  unsafe: "unsafe (--fix --unsafe-fixes)",
  manual: "by hand",
  none: "none",
};

function renderDoc(doc: RuleDoc, color: boolean, columns: number): string {
  const colors = pc.createColors(color);
  const facts = [
    ["severity", describeSeverity(doc)],
    ["modes", describeModes(doc)],
    ["fix", FIX_HELP[doc.fix]],
    ["since", doc.since],
  ];
  const blocks = [
    [colors.bold(`${doc.code} ${doc.name}`), ...wrapText(doc.summary, columns)],
    ...plainText(doc.why)
      .trim()
      .split(/\n\s*\n/)
      .map((paragraph) => wrapText(paragraph, columns)),
    facts.filter(([, value]) => value !== "").map(([label, value]) => `${label}: ${value}`),
  ];
  if (doc.example !== undefined) {
    blocks.push([colors.bold("Example"), ...showExample(doc.example.before)]);
    if (doc.example.after !== undefined)
      blocks.push([colors.bold("After the fix"), ...showExample(doc.example.after, ": deflint --diff")]);
  }
  if (doc.sources.length > 0) blocks.push([colors.bold("Sources"), ...doc.sources.map((source) => `  ${source}`)]);
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function describeSeverity({ severity, severities = [], confidence, group }: RuleDoc): string {
  const [worst, ...others] = severities;
  const ranked = others.length === 0 ? severity : `${worst} where proven, else ${others.join(" or ")}`;
  return `${ranked}, confidence ${confidence}${group === "hygiene" ? ", hygiene" : ""}`;
}

function describeModes({ modes }: RuleDoc): string {
  const [effect, ...others] = new Set(BUILD_MODES.map((mode) => modes[mode]));
  if (effect !== undefined && others.length === 0) return `all (${effect})`;
  return Object.entries(modes)
    .map(([mode, its]) => `${mode} (${its})`)
    .join(", ");
}

/** An example, indented; a long one is cut, and `hint` says where the rest is seen. */
function showExample(text: string, hint = ""): string[] {
  const lines = text.trimEnd().split(/\r?\n/);
  const shown = lines.slice(0, EXAMPLE_LINES).map((line) => (line === "" ? "" : `    ${line}`));
  const hidden = lines.length - shown.length;
  return hidden === 0 ? shown : [...shown, `    ... ${count(hidden, "line")} more${hint}`];
}
