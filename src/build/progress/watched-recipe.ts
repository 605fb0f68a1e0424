/** The recipe that a build runs, as far as watching it needs it. */
import type { Range, SourceText } from "#grammar/source.ts";
import { sourceFromText } from "#grammar/source.ts";
import { linesBefore } from "../../fixer/lines.ts";

/** A recipe as the person wrote it and as the engine reads it. */
export interface WatchedRecipe {
  /** As the person named it; its last part is shown. */
  readonly path: string;
  readonly source: SourceText;
  /** What the engine reads: the source mended, or the source itself. */
  readonly built: string;
}

/** Names places of the built recipe by the lines of the person's own. */
export type PlaceNamer = (range: Range) => string;

/**
 * `recipe.def:12`, `recipe.def:12-18` (1-based); what the mend wrote has no line there and is called "mend". A range that
 * begins or ends in such text is given the nearest lines inside it that the person wrote.
 */
export function namePlaces({ path, source, built }: WatchedRecipe): PlaceNamer {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const text = built === source.text ? source : sourceFromText(built);
  const origins = built === source.text ? undefined : linesBefore(source.text, built);
  return ({ start, end }) => {
    const from = text.positionAt(start).line;
    const to = Math.max(from, text.positionAt(Math.max(start, end - 1)).line);
    const lines = range(from, to).map((line) => (origins === undefined ? line + 1 : origins[line]));
    const own = lines.filter((line) => line !== undefined);
    const [first, last] = [own[0], own.at(-1)];
    if (first === undefined || last === undefined) return `${name} (mend)`;
    return first === last ? `${name}:${first}` : `${name}:${first}-${last}`;
  };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
