/** What the words of a definition file are, so that an editor can colour them; the shell's own words are left to its grammar. */
import { type SemanticTokens, SemanticTokensBuilder, type SemanticTokensLegend } from "vscode-languageserver";
import { type Leaf, leavesOf, type Section } from "#grammar/ast.ts";
import type { Range } from "#grammar/source.ts";
import type { OpenRecipe } from "./open-recipe.ts";

const TYPES = ["keyword", "property", "string", "comment", "macro", "enumMember", "namespace", "variable"] as const;
type TokenType = (typeof TYPES)[number];

export const LEGEND: SemanticTokensLegend = { tokenTypes: [...TYPES], tokenModifiers: [] };

interface Token extends Range {
  readonly type: TokenType;
}

/** The tokens of a recipe: each in one line, none over another. */
export function semanticTokensOf(recipe: OpenRecipe): SemanticTokens {
  const builder = new SemanticTokensBuilder();
  for (const { start, end, type } of tokensOf(recipe).flatMap((token) => byLine(token, recipe))) {
    const { line, character } = recipe.lines.positionAt(start);
    builder.push(line, character, end - start, TYPES.indexOf(type), 0);
  }
  return builder.build();
}

function tokensOf({ document, text }: OpenRecipe): Token[] {
  const { recipe, stages } = document;
  const words = [
    ...leavesOf(recipe).flatMap((leaf) => leafTokens(leaf, text)),
    ...stages.flatMap(({ stage, scripts }) => [
      ...stage.sections.flatMap(lineTokens),
      ...scripts.flatMap(({ script }) => (script.tree?.comments ?? []).map((comment) => token(comment, "comment"))),
    ]),
  ];
  const templates = stages.flatMap(({ stage }) => stage.templates.filter(({ skipped }) => !skipped));
  const parted = words.flatMap((word) => without(word, templates));
  return [...parted, ...templates.map((template) => token(template, "macro"))]
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start);
}

function token({ start, end }: Range, type: TokenType): Token {
  return { start, end, type };
}

function leafTokens(leaf: Leaf, text: string): Token[] {
  switch (leaf.kind) {
    case "comment":
      return [token(leaf, "comment")];
    case "header-entry": {
      const lines = leaf.lines.map((line) => token(line, leaf.name === "bootstrap" ? "enumMember" : "string"));
      return [token(leaf.key, "property"), ...lines, ...headerComments(leaf, text)];
    }
    case "label":
      return [token(leaf.key, "property")];
    case "argument":
      return [token(leaf.name, "variable")];
    default:
      return [];
  }
}

/** Behind a value a `#` starts a comment, wherever it stands. */
function headerComments({ start, end }: Range, text: string): Token[] {
  return [...text.slice(start, end).matchAll(/#[^\n]*/g)].map(({ 0: comment, index }) => ({
    start: start + index,
    end: start + index + comment.length,
    type: "comment" as const,
  }));
}

function lineTokens({ type, mark, name, arguments: rest, app }: Section): Token[] {
  if (type === undefined) return [];
  const indent = mark.text.length - mark.text.trimStart().length;
  const line = [token({ start: mark.start + indent, end: name.end }, "keyword")];
  if (app && rest !== undefined) line.push(token({ start: rest.start, end: rest.start + app.length }, "namespace"));
  return line;
}

/** What is left of a token where others lie in it. */
function without(whole: Token, inner: readonly Range[]): Token[] {
  const parts: Token[] = [];
  let at = whole.start;
  for (const { start, end } of inner) {
    if (end <= at || start >= whole.end) continue;
    parts.push({ ...whole, start: at, end: start });
    at = end;
  }
  return [...parts, { ...whole, start: at }].filter(({ start, end }) => end > start);
}

/** The parts of a token that stand in one line each, without line ends. */
function byLine({ start, end, type }: Token, { text }: OpenRecipe): Token[] {
  return [...text.slice(start, end).matchAll(/[^\r\n]+/g)].map(({ 0: part, index }) => ({
    start: start + index,
    end: start + index + part.trimEnd().length,
    type,
  }));
}
