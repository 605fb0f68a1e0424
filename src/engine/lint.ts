/** Judges one document: parse, one walk for all rules, findings in the order of their places. */
import { parse } from "#grammar/index.ts";
import type { SourceText } from "#grammar/source.ts";
import type { Draft, Finding, Rule, Target } from "#rules/define-rule.ts";
import { type Document, makeDocument, type ScriptContext, type StageContext, type Visitors } from "#rules/document.ts";

export interface LintOptions {
  readonly rules: readonly Rule[];
  readonly target: Target;
  /** Values of `{{ }}` references given on the command line; they win over `%arguments`. */
  readonly buildArguments?: ReadonlyMap<string, string>;
}

/** Findings of one text, sorted by start, end and code. Never throws for any text. */
export function lint(source: SourceText, { rules, target, buildArguments = new Map() }: LintOptions): Finding[] {
  const document = makeDocument(parse(source), target, buildArguments);
  const biting = rules.filter(({ meta }) => Object.hasOwn(meta.modes, target.mode));
  const findings: Finding[] = [];
  const call = <Kind extends keyof Visitors>(kind: Kind, ...seen: Parameters<NonNullable<Visitors[Kind]>>): void => {
    for (const rule of biting) {
      const visit = rule.on[kind] as ((...args: typeof seen) => Iterable<Draft>) | undefined;
      if (visit !== undefined) for (const draft of visit(...seen)) findings.push(complete(rule, draft, seen[1]));
    }
  };
  walk(document, call);
  return findings.sort(
    (a, b) =>
      a.range.start - b.range.start || a.range.end - b.range.end || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}

type Call = <Kind extends keyof Visitors>(kind: Kind, ...seen: Parameters<NonNullable<Visitors[Kind]>>) => void;

function walk(document: Document, call: Call): void {
  call("recipe", document.recipe, document);
  for (const stage of document.stages) {
    for (const entry of stage.stage.header.entries) call("header", entry, stage);
    call("stage", stage.stage, stage);
    for (const section of stage.stage.sections) call("section", section, stage);
    for (const context of stage.scripts) {
      const { script } = context;
      if (script.tree === undefined) continue;
      call("script", script, context);
      if (script.type === "post") call("post", script, context);
      for (const command of script.tree.commands) {
        call("command", command, context);
        if (script.type === "post") call("postCommand", command, context);
      }
    }
  }
}

/** Where a script does not parse, its commands are guesses: no hazard in it is mended before its syntax is. */
function mayBeMended({ meta }: Rule, ctx: Document | StageContext | ScriptContext): boolean {
  const isBroken = "script" in ctx && (ctx.script.tree?.errors.length ?? 0) > 0;
  return !isBroken || meta.code.startsWith("DF0");
}

function complete(rule: Rule, draft: Draft, ctx: Document | StageContext | ScriptContext): Finding {
  const { meta } = rule;
  return {
    code: meta.code,
    name: meta.name,
    severity: draft.severity ?? meta.severity,
    confidence: draft.confidence ?? meta.confidence,
    hygiene: meta.group === "hygiene",
    message: draft.message,
    range: draft.range,
    modes: draft.modes ?? meta.modes,
    related: draft.related ?? [],
    fix: mayBeMended(rule, ctx) ? draft.fix : undefined,
  };
}
