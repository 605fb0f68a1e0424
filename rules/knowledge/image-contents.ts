/** What of a stage gets into the image: all of the last one, and what later stages take out of the others by `%files from`. */
import type { StageContext } from "../document.ts";

/** Whether the stage is the one that becomes the image. */
export function isFinalStage({ document, stage }: StageContext): boolean {
  return stage.index === document.recipe.stages.length - 1;
}

/** Whether a path (absolute, without globs) of a stage gets into the image, by itself or inside of a directory. */
export function endsInImage(path: string, context: StageContext): boolean {
  if (isFinalStage(context)) return true;
  const { document, stage } = context;
  return document.stages.slice(stage.index + 1).some((later) =>
    later.stage.sections.some((section) => {
      if (section.type !== "files" || section.arguments?.text.trim() !== `from ${stage.name}`) return false;
      return section.items.some((item) => {
        const [source, destination] = item.kind === "files-entry" ? item.words : [];
        if (source === undefined || !contains(source.text, path)) return false;
        return endsInImage(destination?.text ?? source.text, later);
      });
    }),
  );
}

function contains(taken: string, path: string): boolean {
  const outer = taken.replace(/["']/g, "").replace(/\/?[^/]*[*?[].*$|\/+$/, "");
  return path === outer || path.startsWith(`${outer}/`) || outer.startsWith(`${path.replace(/\/+$/, "")}/`);
}
