/** `deflint explain`: what a rule is about, for a person who met it. */
import pc from "picocolors";
import { docs as allDocs } from "../docs/index.ts";
import type { RuleDoc } from "../docs/rule-doc.ts";
import { EXIT } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { wantsColor } from "../reporters/color.ts";
import { wrapText } from "../reporters/wrap-text.ts";
import { UsageError } from "../usage-error.ts";
import { findClosestName } from "./closest-name.ts";

/** Prints the documentation of the rule with a code or name. Rejects with a UsageError for an unknown one. */
export async function explainRule(name: string, io: Io, docs = allDocs): Promise<number> {
  const wanted = name.toLowerCase();
  const doc = docs.find((rule) => rule.code.toLowerCase() === wanted || rule.name === wanted);
  if (doc === undefined) {
    const closest = findClosestName(
      name,
      docs.flatMap((rule) => [rule.code, rule.name]),
    );
    throw new UsageError(
      `there is no rule ${name}${closest ? `; did you mean ${closest}?` : "; `deflint rules` lists them"}`,
    );
  }
  io.stdout.write(renderDoc(doc, wantsColor(undefined, io.stdout, io.env), Math.min(io.stdout.columns ?? 100, 100)));
  return EXIT.clean;
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
  const modes = Object.entries(doc.modes).map(([mode, effect]) => `${mode} (${effect})`);
  const facts = [
    ["severity", `${doc.severity}, confidence ${doc.confidence}${doc.group === "hygiene" ? ", hygiene" : ""}`],
    ["modes", modes.join(", ")],
    ["fix", FIX_HELP[doc.fix]],
    ["since", doc.since],
  ];
  const blocks = [
    [colors.bold(`${doc.code} ${doc.name}`), ...wrapText(doc.summary, columns)],
    ...doc.why
      .trim()
      .split(/\n\s*\n/)
      .map((paragraph) => wrapText(paragraph, columns)),
    facts.filter(([, value]) => value !== "").map(([label, value]) => `${label}: ${value}`),
  ];
  if (doc.example !== undefined) {
    blocks.push([colors.bold("Example"), ...indent(doc.example.before)]);
    if (doc.example.after !== undefined) blocks.push([colors.bold("After the fix"), ...indent(doc.example.after)]);
  }
  if (doc.sources.length > 0) blocks.push([colors.bold("Sources"), ...doc.sources.map((source) => `  ${source}`)]);
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function indent(text: string): string[] {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => (line === "" ? "" : `    ${line}`));
}
