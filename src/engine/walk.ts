/** One walk over a document shows each rule what it wants to see. */
import type { Draft, Rule } from "#rules/define-rule.ts";
import type { Document, ScriptContext, StageContext, Visit } from "#rules/document.ts";
import type { Visits, Wanting } from "./visits.ts";

/** What a rule is told beside what it is shown. */
export type Context = Document | StageContext | ScriptContext;

/** Takes what a rule found. */
export type Report = (rule: Rule, drafts: Iterable<Draft>, ctx: Context) => void;

/** Calls the visits: the recipe's, then stage by stage those of its header, its sections and its scripts. */
export function walk(document: Document, visits: Visits, report: Report): void {
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
