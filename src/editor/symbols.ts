/** The outline of a recipe: stages, headers and sections. */
import { type DocumentSymbol, SymbolKind } from "vscode-languageserver";
import { headerEntry, type Section, type Stage } from "#grammar/ast.ts";
import type { Range } from "#grammar/source.ts";
import type { OpenRecipe } from "./open-recipe.ts";

/** The symbols of a recipe; one stage needs no node of its own. */
export function symbolsOf(recipe: OpenRecipe): DocumentSymbol[] {
  const { stages } = recipe.document.recipe;
  if (stages.length === 1) return stages.flatMap((stage) => partsOf(stage, recipe));
  return stages.map((stage) => ({
    ...rangesOf(recipe, stage, headerEntry(stage, "stage")?.value ?? stage.header.entries[0] ?? stage),
    name: stage.name || `stage ${stage.index + 1}`,
    detail: headerEntry(stage, "from")?.value.text ?? "",
    kind: SymbolKind.Module,
    children: partsOf(stage, recipe),
  }));
}

function partsOf(stage: Stage, recipe: OpenRecipe): DocumentSymbol[] {
  return [...headerOf(stage, recipe), ...stage.sections.map((section) => symbolOf(section, recipe))];
}

function headerOf({ header }: Stage, recipe: OpenRecipe): DocumentSymbol[] {
  const [first] = header.entries;
  if (first === undefined) return [];
  const children = header.entries.map((entry) => ({
    ...rangesOf(recipe, entry, entry.key),
    name: entry.key.text || ":",
    detail: entry.value.text,
    kind: SymbolKind.Property,
  }));
  return [{ ...rangesOf(recipe, header, first.key), name: "header", kind: SymbolKind.Namespace, children }];
}

function symbolOf(section: Section, recipe: OpenRecipe): DocumentSymbol {
  const symbol = {
    ...rangesOf(recipe, section, { ...section.mark, end: section.name.end }),
    detail: section.arguments?.text ?? "",
  };
  const children = section.items.flatMap((item): DocumentSymbol[] => {
    if (item.kind !== "label" && item.kind !== "argument") return [];
    const [name, kind] = item.kind === "label" ? [item.key, SymbolKind.Property] : [item.name, SymbolKind.Variable];
    if (name.text === "") return [];
    return [{ ...rangesOf(recipe, item, name), name: name.text, detail: item.value?.text ?? "", kind }];
  });
  return { ...symbol, name: `%${section.name.text}`, kind: SymbolKind.Function, children };
}

/** The range of a node without the blank lines that it ends in, and what of it is selected, which must lie within. */
function rangesOf({ text, lines }: OpenRecipe, whole: Range, named: Range) {
  const said = text.slice(whole.start, whole.end).trimEnd().length;
  const end = Math.max(whole.start + said, named.end);
  return { range: lines.toPositions({ start: whole.start, end }), selectionRange: lines.toPositions(named) };
}
