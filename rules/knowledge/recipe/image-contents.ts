/** What of a stage gets into the image: all of the last one, and what later stages take out of the others by `%files from`. */

import { substitute } from "#grammar/templates.ts";
import type { StageContext } from "../../document.ts";
import { isAt, withoutSlash } from "../shell/paths.ts";
import { copiesFrom, copiesIn, isFilesSection } from "./files-lines.ts";

/** Whether the stage is the one that becomes the image. */
export function isFinalStage({ document, stage }: StageContext): boolean {
  return stage.index === document.recipe.stages.length - 1;
}

/** Whether a path (absolute, without globs) of a stage gets into the image, by itself or inside of a directory. */
export function endsInImage(path: string, context: StageContext): boolean {
  if (isFinalStage(context)) return true;
  const { document, stage, values } = context;
  const name = stage.name && substitute(stage.name, values);
  return document.stages.slice(stage.index + 1).some((later) =>
    later.stage.sections.some((section) => {
      if (!isFilesSection(section, later)) return false;
      const from = copiesFrom(section, later);
      if (from?.kind !== "stage" || from.name !== name) return false;
      return copiesIn(section, later).some(
        ({ source, destination }) => contains(source, path) && endsInImage(destination, later),
      );
    }),
  );
}

function contains(taken: string, path: string): boolean {
  const outer = taken.replace(/\/?[^/]*[*?[].*$|\/+$/, "");
  return isAt(path, outer) || isAt(outer, withoutSlash(path));
}
