/** How long each rule takes by itself: what many rules ask for is worked out before its clock runs. */
import type { SourceText } from "#grammar/source.ts";
import type { Draft, Rule, Target } from "#rules/define-rule.ts";
import type { Document, ScriptContext, StageContext, Visitors } from "#rules/document.ts";
import { lint } from "../src/engine/lint.ts";

type Context = Document | StageContext | ScriptContext;
type AnyVisit = (subject: unknown, ctx: Context) => Iterable<Draft>;

const warmed = new WeakSet<Document>();

function warm(ctx: Context): void {
  const document = "document" in ctx ? ctx.document : ctx;
  if (warmed.has(document)) return;
  warmed.add(document);
  void document.cuts;
  for (const { scripts } of document.stages) {
    for (const script of scripts) {
      if (script.script.tree !== undefined) void script.stubInsertion;
    }
  }
}

/** Milliseconds by code, over all recipes, in the second of two runs. */
export function timeRules(rules: readonly Rule[], recipes: readonly SourceText[], target: Target): Map<string, number> {
  const times = new Map<string, number>();
  const timed = rules.map((rule): Rule => {
    const clock = (visit: AnyVisit): AnyVisit => {
      return (subject, ctx) => {
        warm(ctx);
        const start = performance.now();
        const drafts = [...visit(subject, ctx)];
        times.set(rule.meta.code, (times.get(rule.meta.code) ?? 0) + performance.now() - start);
        return drafts;
      };
    };
    const on = Object.entries(rule.on).map(([kind, visit]) => {
      if (typeof visit === "function") return [kind, clock(visit as AnyVisit)];
      return [kind, Object.fromEntries(Object.entries(visit).map(([name, one]) => [name, clock(one as AnyVisit)]))];
    });
    return { meta: rule.meta, on: Object.fromEntries(on) as Visitors };
  });
  for (let run = 0; run < 2; run++) {
    times.clear();
    for (const source of recipes) lint(source, { rules: timed, target });
  }
  return times;
}
