/** Judges one document: parse, one walk for all rules, findings in the order of their places. */
import { parse } from "#grammar/index.ts";
import type { SourceText } from "#grammar/source.ts";
import type { Draft, Finding, Fix, Rule, Target } from "#rules/define-rule.ts";
import { type Document, makeDocument, type ScriptContext, type StageContext, type Visitors } from "#rules/document.ts";
import { comparePlaces, keepOneACause } from "./causes.ts";
import { type VisitKind, type Visits, visitsOf } from "./visits.ts";

export interface LintOptions {
  readonly rules: readonly Rule[];
  readonly target: Target;
  /** Values of `{{ }}` references given on the command line; they win over `%arguments`. */
  readonly buildArguments?: ReadonlyMap<string, string>;
}

/** Findings of one text, sorted by start, end and code; one a rule at one place. Never throws for any text. */
export function lint(source: SourceText, { rules, target, buildArguments = new Map() }: LintOptions): Finding[] {
  const document = makeDocument(parse(source), target, buildArguments);
  const findings: Finding[] = [];
  walk(document, visitsOf(rules, target.mode), (rule, drafts, ctx) => {
    for (const draft of drafts) findings.push(complete(rule, draft, ctx));
  });
  return keepOneACause(findings, rules).sort(comparePlaces);
}

type Context = Document | StageContext | ScriptContext;
type Report = (rule: Rule, drafts: Iterable<Draft>, ctx: Context) => void;

function walk(document: Document, visits: Visits, report: Report): void {
  const call = <Kind extends VisitKind>(kind: Kind, ...seen: Parameters<NonNullable<Visitors[Kind]>>): void => {
    for (const { rule, visit } of visits.by[kind]) {
      report(rule, (visit as (...args: typeof seen) => Iterable<Draft>)(...seen), seen[1]);
    }
  };
  call("recipe", document.recipe, document);
  for (const stage of document.stages) {
    for (const entry of stage.stage.header.entries) call("header", entry, stage);
    call("stage", stage.stage, stage);
    for (const section of stage.stage.sections) call("section", section, stage);
    for (const context of stage.scripts) {
      const { script } = context;
      if (script.tree === undefined) continue;
      call("script", script, context);
      for (const command of script.tree.commands) call("command", command, context);
      if (script.type !== "post") continue;
      call("post", script, context);
      for (const transaction of context.transactions) call("transaction", transaction, context);
      for (const command of script.tree.commands) {
        call("postCommand", command, context);
        for (const { state, invocation } of context.flow.runsOf(command)) {
          if (invocation === undefined) continue;
          const run = { command, state, invocation };
          call("postRun", run, context);
          for (const { rule, visit } of visits.programs.get(invocation.name) ?? []) {
            report(rule, visit(run, context), context);
          }
        }
      }
    }
  }
}

/** Where a script does not parse, its commands are guesses: no hazard in it is mended before its syntax is. */
function mayBeMended({ meta }: Rule, { edits }: Fix, ctx: Context): boolean {
  const tree = "script" in ctx ? ctx.script.tree : undefined;
  if (tree === undefined) return true;
  if (tree.errors.length > 0 && !meta.code.startsWith("DF0")) return false;
  // Within a word in quotes nothing may be written that ends them.
  return !edits.some(
    ({ start, end, text }) =>
      /['"\\`$\n]/.test(text) && tree.handed.some((script) => script.start <= start && end <= script.end),
  );
}

function complete(rule: Rule, draft: Draft, ctx: Context): Finding {
  const { meta } = rule;
  return {
    code: meta.code,
    name: meta.name,
    severity: draft.severity ?? meta.severity,
    confidence: draft.confidence ?? meta.confidence,
    hygiene: draft.hygiene ?? meta.group === "hygiene",
    message: draft.message,
    range: draft.range,
    modes: draft.modes ?? meta.modes,
    related: draft.related ?? [],
    fix: draft.fix !== undefined && mayBeMended(rule, draft.fix, ctx) ? draft.fix : undefined,
  };
}
