/** Stages that their author did not mean: a `bootstrap:` at the start of a line in a body. */
import type { Section } from "#grammar/ast.ts";
import type { Document, StageContext } from "../../document.ts";

/** Whether a stage starts in the middle of a body, so that what follows is no header. */
export function isBogusStage({ document, stage }: StageContext): boolean {
  return document.cuts.has(stage);
}

/** Whether a section starts or ends in the middle of a body, so that nothing in it is whole. */
export function isCut(section: Section, { cuts }: Document): boolean {
  return cuts.has(section) || cuts.broken.has(section);
}
