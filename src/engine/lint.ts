/** Judges one document: parse, one walk for all rules, findings in the order of their places. */
import { parse } from "#grammar/index.ts";
import type { SourceText } from "#grammar/source.ts";
import type { Draft, Finding, Fix, Rule, Target } from "#rules/define-rule.ts";
import { type Document, makeDocument, type ScriptContext, type StageContext, type Visit } from "#rules/document.ts";
import { readSuppressions } from "#rules/knowledge/recipe/suppressions.ts";
import { comparePlaces, keepOneACause } from "./causes.ts";
import { EVERY_RULE, type RuleChoice } from "./choice.ts";
import { takeOffered } from "./offered-arguments.ts";
import { suppress } from "./suppress.ts";
import { type Visits, visitsOf, type Wanting } from "./visits.ts";

export interface LintOptions {
  /** All that there are. */
  readonly rules: readonly Rule[];
  /** Which of them are asked, and how their findings count; all of them as they are, unless given. */
  readonly choice?: RuleChoice;
  readonly target: Target;
  /** Values of `{{ }}` references given on the command line; they win over `%arguments`. */
  readonly buildArguments?: ReadonlyMap<string, string>;
  /** Values of references that get none there; a recipe takes those that it refers to. */
  readonly offeredArguments?: ReadonlyMap<string, string>;
  /** What ShellCheck says of a document's scripts and our own rules have not said; undefined where it is not asked. */
  readonly shellcheck?: (document: Document, said: readonly Finding[]) => readonly Finding[];
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

/** The document of a text, as it is judged. Never throws for any text. */
export function readDocument(source: SourceText, options: Omit<LintOptions, "rules">): Document {
  const { target, buildArguments = new Map() } = options;
  const recipe = parse(source);
  const offered = options.offeredArguments && takeOffered(recipe, buildArguments, options.offeredArguments);
  const given = offered?.size ? new Map([...buildArguments, ...offered]) : buildArguments;
  return makeDocument(recipe, target, given);
}

/** Judges one text. Never throws for any text. */
export function judge(source: SourceText, options: LintOptions): Judgement {
  const { rules, choice = EVERY_RULE, target } = options;
  const document = readDocument(source, options);
  const chosen = choice.choose(rules);
  const visits = visitsOf(chosen, target.mode);
  const findings: Finding[] = [];
  const report: Report = (rule, drafts, ctx) => {
    for (const draft of drafts) if (!isMoot(rule, ctx)) findings.push(complete(rule, draft, ctx));
  };
  walk(document, visits, report);
  const said = keepOneACause(findings, rules);
  const causes = [...said, ...(options.shellcheck?.(document, said) ?? [])];
  const adjust = (found: readonly Finding[]) =>
    found.flatMap((finding) => choice.adjust(finding) ?? []).sort(comparePlaces);
  const suppressions = readSuppressions(document);
  if (suppressions.length === 0) return { findings: adjust(causes), suppressed: 0 };

  const isEveryRule = chosen.length === rules.length;
  const asked = { all: rules, asked: visits.rules, isEveryRule, shellcheck: options.shellcheck !== undefined };
  const first = suppress(causes, suppressions, asked);
  findings.length = 0;
  for (const use of first.uses) {
    for (const { rule, visit } of visits.by.suppression) report(rule, visit(use, document), document);
  }
  const second = suppress(findings, suppressions, asked);
  return {
    findings: adjust([...first.kept, ...second.kept]),
    suppressed: adjust([...first.suppressed, ...second.suppressed]).length,
  };
}

type Context = Document | StageContext | ScriptContext;
type Report = (rule: Rule, drafts: Iterable<Draft>, ctx: Context) => void;

function walk(document: Document, visits: Visits, report: Report): void {
  const ask = <Subject, Ctx extends Context>(
    wanting: readonly Wanting<Visit<Subject, Ctx>>[] | undefined,
    subject: Subject,
    ctx: Ctx,
  ): void => {
    if (wanting !== undefined) for (const { rule, visit } of wanting) report(rule, visit(subject, ctx), ctx);
  };
  const { by } = visits;
  ask(by.recipe, document.recipe, document);
  for (const stage of document.stages) {
    for (const entry of stage.stage.header.entries) ask(by.header, entry, stage);
    ask(by.stage, stage.stage, stage);
    for (const section of stage.stage.sections) {
      ask(by.section, section, stage);
      ask(visits.sections.get(section.type), section, stage);
    }
    for (const context of stage.scripts) {
      const { script } = context;
      if (script.tree === undefined) continue;
      ask(by.script, script, context);
      ask(visits.scripts.get(script.type), script, context);
      if (script.type !== "post") continue;
      for (const transaction of context.transactions) ask(by.transaction, transaction, context);
      for (const run of context.flow.programs) ask(visits.programs.get(run.invocation.name), run, context);
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
