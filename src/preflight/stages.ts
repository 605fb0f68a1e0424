/** What the stages of a recipe need of the host, as far as several checks ask for it. */
import { resolve } from "node:path";
import type { Document, StageContext } from "#rules/document.ts";
import { type BaseReference, readBaseReference } from "#rules/knowledge/images/base-references.ts";
import { isSwitchedOn } from "./engine-settings.ts";
import type { Question } from "./obstacle.ts";

/** A base image that lies on the host. */
export interface LocalBase {
  readonly stage: StageContext;
  readonly reference: BaseReference;
  /** Absolute; a relative name counts from the directory of the build. */
  readonly path: string;
}

/** The local images that stages start from; none where an update leaves the bases out. */
export function localBasesOf(question: Question): LocalBase[] {
  if (isSwitchedOn("update", question)) return [];
  return (question.document?.stages ?? []).flatMap((stage) => {
    const reference = readBaseReference(stage);
    if (reference?.agent !== "localimage") return [];
    return [{ stage, reference, path: resolve(question.io.cwd, reference.image) }];
  });
}

/** Whether a stage or an earlier one runs something on the host first, which may make what the build needs. */
export function runsOnHost({ stages }: Document, upTo: number = stages.length - 1): boolean {
  return stages.some(
    ({ stage, scripts }) =>
      stage.index <= upTo && scripts.some(({ script }) => script.type === "pre" || script.type === "setup"),
  );
}
