/** Judges one document: parse, one walk for all rules, findings in the order of their places. */
import { parse } from "#grammar/index.ts";
import type { SourceText } from "#grammar/source.ts";
import { BUILD_MODES, type Draft, type Finding, type Fix, type Rule, type Target } from "#rules/define-rule.ts";
import { type Document, makeDocument } from "#rules/document.ts";
import { readSuppressions } from "#rules/knowledge/recipe/suppressions.ts";
import { comparePlaces, keepOneACause } from "./causes.ts";
import { EVERY_RULE, type RuleChoice } from "./choice.ts";
import { takeOffered } from "./offered-arguments.ts";
import { suppress, usesOf } from "./suppress.ts";
import { makeTarget } from "./target.ts";
import { type Visits, visitsOf } from "./visits.ts";
import { type Context, type Report, walk } from "./walk.ts";

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

/**
 * Judges one text. Never throws for any text.
 * @param document the same text as it was read under the same options, where it was
 */
export function judge(
  source: SourceText,
  options: LintOptions,
  document: Document = readDocument(source, options),
): Judgement {
  const { rules, choice = EVERY_RULE, target } = options;
  const chosen = choice.choose(rules);
  const visits = visitsOf(chosen, target.mode);
  const said = keepOneACause(ask(document, visits), rules);
  const causes = [...said, ...(options.shellcheck?.(document, said) ?? [])];
  const adjust = (found: readonly Finding[]) =>
    found.flatMap((finding) => choice.adjust(finding) ?? []).sort(comparePlaces);
  const suppressions = readSuppressions(document);
  if (suppressions.length === 0) return { findings: adjust(causes), suppressed: 0 };

  const isEveryRule = chosen.length === rules.length;
  const first = suppress(causes, suppressions);
  const uses = usesOf(suppressions, first.suppressed, {
    all: rules,
    asked: visits.rules,
    isEveryRule,
    shellcheck: options.shellcheck !== undefined,
    inOtherModes: makeOtherModes(document, chosen),
  });
  const { findings, report } = makeCollector();
  for (const use of uses) {
    for (const { rule, visit } of visits.by.suppression) report(rule, visit(use, document), document);
  }
  const second = suppress(findings, suppressions);
  return {
    findings: adjust([...first.kept, ...second.kept]),
    suppressed: adjust([...first.suppressed, ...second.suppressed]).length,
  };
}

/** What rules say of a document. */
function ask(document: Document, visits: Visits): readonly Finding[] {
  const { findings, report } = makeCollector();
  walk(document, visits, report);
  return findings;
}

/** What rules say for the modes that a document is not judged for; found out when it is first asked for. */
function makeOtherModes({ recipe, target, given }: Document, rules: readonly Rule[]): () => readonly Finding[] {
  let findings: readonly Finding[] | undefined;
  return () => {
    findings ??= BUILD_MODES.filter((mode) => mode !== target.mode).flatMap((mode) =>
      // Who builds with proot has another engine.
      ask(makeDocument(recipe, { ...target, mode, engine: makeTarget(mode).engine }, given), visitsOf(rules, mode)),
    );
    return findings;
  };
}

function makeCollector(): { readonly findings: readonly Finding[]; readonly report: Report } {
  const findings: Finding[] = [];
  const report: Report = (rule, drafts, ctx) => {
    for (const draft of drafts) if (!isMoot(rule, ctx)) findings.push(complete(rule, draft, ctx));
  };
  return { findings, report };
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
