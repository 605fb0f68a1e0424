/** Judges one document: parse, one walk for all rules, findings in the order of their places. */
import { parse } from "#grammar/index.ts";
import type { SourceText } from "#grammar/source.ts";
import type { Draft, Finding, Fix, Rule, Target } from "#rules/define-rule.ts";
import { type Document, makeDocument, type ScriptContext, type StageContext, type Visitors } from "#rules/document.ts";
import { readSuppressions } from "#rules/knowledge/recipe/suppressions.ts";
import { comparePlaces, keepOneACause } from "./causes.ts";
import { EVERY_RULE, type RuleChoice } from "./choice.ts";
import { suppress } from "./suppress.ts";
import { type VisitKind, type Visits, visitsOf } from "./visits.ts";

export interface LintOptions {
  /** All that there are. */
  readonly rules: readonly Rule[];
  /** Which of them are asked, and how their findings count; all of them as they are, unless given. */
  readonly choice?: RuleChoice;
  readonly target: Target;
  /** Values of `{{ }}` references given on the command line; they win over `%arguments`. */
  readonly buildArguments?: ReadonlyMap<string, string>;
  /** What ShellCheck says of a document's scripts, sorted by place; undefined where it is not asked. */
  readonly shellcheck?: (document: Document) => readonly Finding[];
}

/** What is said of one text. */
export interface Judgement {
  /** Sorted by start, end and code; one a rule at one place. */
  readonly findings: readonly Finding[];
  /** How many more there are that comments of the recipe leave out. */
  readonly suppressed: number;
}

/** The findings of one text. Never throws for any text. */
export function lint(source: SourceText, options: LintOptions): readonly Finding[] {
  return judge(source, options).findings;
}

/** Judges one text. Never throws for any text. */
export function judge(source: SourceText, options: LintOptions): Judgement {
  const { rules, choice = EVERY_RULE, target, buildArguments = new Map() } = options;
  const document = makeDocument(parse(source), target, buildArguments);
  const visits = visitsOf(choice.choose(rules), target.mode);
  const findings: Finding[] = [];
  const report: Report = (rule, drafts, ctx) => {
    if (isMoot(rule, ctx)) return;
    for (const draft of drafts) findings.push(complete(rule, draft, ctx));
  };
  walk(document, visits, report);
  const causes = [...keepOneACause(findings, rules), ...(options.shellcheck?.(document) ?? [])];
  const adjust = (found: readonly Finding[]) =>
    found.flatMap((finding) => choice.adjust(finding) ?? []).sort(comparePlaces);
  const suppressions = readSuppressions(document);
  if (suppressions.length === 0) return { findings: adjust(causes), suppressed: 0 };

  const first = suppress(causes, suppressions, { all: rules, asked: visits.rules });
  findings.length = 0;
  for (const use of first.uses) {
    for (const { rule, visit } of visits.by.suppression) report(rule, visit(use, document), document);
  }
  const second = suppress(findings, suppressions, { all: rules, asked: visits.rules });
  return {
    findings: adjust([...first.kept, ...second.kept]),
    suppressed: first.suppressed + second.suppressed,
  };
}

type Context = Document | StageContext | ScriptContext;
type Subject<Kind extends VisitKind> = Parameters<NonNullable<Visitors[Kind]>>[0];
type ContextOf<Kind extends VisitKind> = Parameters<NonNullable<Visitors[Kind]>>[1];
type Report = (rule: Rule, drafts: Iterable<Draft>, ctx: Context) => void;

function walk(document: Document, visits: Visits, report: Report): void {
  const call = <Kind extends VisitKind>(kind: Kind, subject: Subject<Kind>, ctx: ContextOf<Kind>): void => {
    for (const { rule, visit } of visits.by[kind]) {
      report(rule, (visit as (subject: Subject<Kind>, ctx: ContextOf<Kind>) => Iterable<Draft>)(subject, ctx), ctx);
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
      if (script.type !== "post") continue;
      call("post", script, context);
      for (const transaction of context.transactions) call("transaction", transaction, context);
      for (const run of context.flow.programs) {
        const wanting = visits.programs.get(run.invocation.name);
        if (wanting === undefined) continue;
        for (const { rule, visit } of wanting) report(rule, visit(run, context), context);
      }
    }
  }
}

/** Whether a hazard of fakeroot stands in a script that is never run, since its stage's base cannot be made. */
function isMoot({ meta }: Rule, ctx: Context): boolean {
  return "script" in ctx && !ctx.stage.buildable && meta.code.startsWith("DF1");
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
    source: "deflint",
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
