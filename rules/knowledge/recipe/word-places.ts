/** Where in a recipe Apptainer or the shell reads words. */
import type { BodyItem, Section, Text } from "#grammar/ast.ts";
import { type Word, wordsOf } from "#grammar/shell/tree.ts";
import type { Range, SourceText } from "#grammar/source.ts";
import type { Document } from "../../document.ts";

export interface Place extends Text {
  readonly isScript: boolean;
}

/** The texts of a recipe in which each character counts: all but comments, help and what is quoted in a script. */
export function* placesOf({ source, stages, cuts }: Document): Iterable<Place> {
  for (const { stage, scripts } of stages) {
    for (const item of stage.header.items) {
      if (item.kind === "stray-line") yield plain(source, item);
      if (item.kind === "header-entry")
        for (const text of [item.key, ...item.lines]) yield { ...text, isScript: false };
    }
    for (const section of stage.sections) if (!cuts.has(section)) yield* textsOf(section);
    for (const { script } of scripts) {
      for (const word of script.commands.flatMap(wordsOf)) {
        if (!runsCommands(word)) yield { ...word, text: maskQuoted(source.slice(word)), isScript: true };
      }
    }
  }
}

function plain(source: SourceText, range: Range): Place {
  return { ...range, text: source.slice(range).replace(/\r?\n$/, ""), isScript: false };
}

function* textsOf({ name, type, arguments: words, items }: Section): Iterable<Place> {
  // A blank of another kind behind the name is DF002's.
  const known = type === undefined ? name.text : name.text.slice(0, type.length);
  yield { ...name, text: known.replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, "_"), isScript: false };
  if (words !== undefined) yield { ...words, isScript: false };
  for (const text of items.flatMap(textsOfItem)) yield { ...text, isScript: false };
}

function textsOfItem(item: BodyItem): readonly Text[] {
  if (item.kind === "files-entry") return item.words.slice(0, 2);
  if (item.kind === "label") return [item.key];
  return item.kind === "argument" ? [item.name] : [];
}

/** The commands of a substitution are looked at by themselves. */
function runsCommands({ segments }: Word): boolean {
  return segments.some(({ kind, text }) => kind === "unknown" && /\$\(|`|[<>]\(/.test(text));
}

function maskQuoted(word: string): string {
  return word.replace(/'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]/g, (quoted) => "_".repeat(quoted.length));
}
