/** Parse output to tree: gives every token its place in a node and every node its range. */
import type { CstNode, IToken } from "chevrotain";
import type {
  Argument,
  Blank,
  BodyItem,
  Comment,
  FilesEntry,
  Header,
  HeaderEntry,
  Label,
  Recipe,
  Section,
  Stage,
  StrayLine,
  Text,
} from "./ast.ts";
import { trimSpaceEnd, trimSpaceStart } from "./go-text.ts";
import type { Range, SourceText } from "./source.ts";
import { findTemplates } from "./templates.ts";
import { isAppSection, isSectionType, SECTION_TYPES, type SectionType } from "./vocabulary.ts";

/** Builds the tree of a text from the grammar's output over that same text. */
export function buildRecipe(source: SourceText, cst: CstNode): Recipe {
  const { text } = source;
  const starts = nodes(cst, "stage").map((stage) => firstToken(stage)?.startOffset ?? text.length);
  const before = { start: 0, end: starts[0] ?? text.length };
  const items = headerItems(cst, text);
  const hasFirst = items.some(isEntryOrStray) || nodes(cst, "section").length > 0;
  const stages = hasFirst ? [buildStage(text, cst, items, before, 0)] : [];
  nodes(cst, "stage").forEach((node, at) => {
    const range = { start: starts[at] ?? 0, end: starts[at + 1] ?? text.length };
    const entries = nodes(node, "stageEntry").map((entry) => buildHeaderEntry(entry, text));
    stages.push(buildStage(text, node, [...entries, ...headerItems(node, text)], range, stages.length));
  });
  const preamble = hasFirst ? [] : items.filter((item) => item.kind === "blank" || item.kind === "comment");
  return { source, start: 0, end: text.length, preamble, stages };
}

type HeaderItem = HeaderEntry | StrayLine | Comment | Blank;

function isEntryOrStray(item: HeaderItem): boolean {
  return item.kind === "header-entry" || item.kind === "stray-line";
}

function buildStage(text: string, node: CstNode, items: HeaderItem[], range: Range, index: number): Stage {
  const sectionNodes = nodes(node, "section");
  const starts = sectionNodes.map((section) => firstToken(section)?.startOffset ?? range.end);
  const sections = sectionNodes.map((section, at) =>
    buildSection(text, section, { start: starts[at] ?? range.start, end: starts[at + 1] ?? range.end }),
  );
  const entries = items.filter((item) => item.kind === "header-entry");
  const header: Header = { start: range.start, end: starts[0] ?? range.end, items, entries };
  const name = entries.findLast((entry) => entry.name === "stage")?.value.text;
  return { ...range, index, name, header, sections, templates: findTemplates(text, range) };
}

function headerItems(node: CstNode, text: string): HeaderItem[] {
  return nodes(nodes(node, "headerItems")[0], "headerItem").flatMap((item): HeaderItem[] => [
    ...nodes(item, "entry").map((entry) => buildHeaderEntry(entry, text)),
    ...tokens(item, "StrayLine").map((stray) => ({ kind: "stray-line", ...rangeOf(stray) }) as const),
    ...trivia(item),
  ]);
}

function buildHeaderEntry(node: CstNode, text: string): HeaderEntry {
  const keyToken = tokens(node, "StageKey")[0] ?? tokens(node, "HeaderKey")[0];
  const start = keyToken?.startOffset ?? 0;
  const colon = start + (keyToken?.image.length ?? 1) - 1;
  const key = trimmed(text, start, colon);
  const valueNode = nodes(node, "headerValue")[0];
  const continued = tokens(valueNode, "ContinuedValue");
  const values = [...continued, ...tokens(valueNode, "HeaderValue")];
  const lines = values.map((token, index) => valueLine(text, token, index < continued.length));
  const first = lines[0] ?? { start: colon + 1, end: colon + 1, text: "" };
  const last = lines.at(-1) ?? first;
  return {
    kind: "header-entry",
    start,
    end: values.length === 0 ? colon + 1 : endOf(values.at(-1)),
    name: key.text.toLowerCase(),
    key,
    value: { start: first.start, end: last.end, text: lines.map((line) => line.text).join("") },
    lines,
    unfinished: values.length > 0 && tokens(valueNode, "HeaderValue").length === 0,
  };
}

/** One line of a value without its comment and the backslash that continues it; `\\n\\` at its end means a line feed. */
function valueLine(text: string, token: IToken, isContinued: boolean): Text {
  const hash = token.image.indexOf("#");
  const end = hash === -1 ? endOf(token) : token.startOffset + hash;
  const line = trimmed(text, token.startOffset, end);
  if (!isContinued) return line;
  return { start: line.start, end: line.end - 1, text: line.text.slice(0, -1).replace(/\\n$/, "\n") };
}

const SECTION_KINDS = ["other", "files", "labels", "arguments"];
const SECTION_RULES = SECTION_KINDS.map((kind) => `${kind}Section`);
const NAME_TOKENS = SECTION_KINDS.map((kind) => `${kind}Name`);
const REST_TOKENS = SECTION_KINDS.map((kind) => `${kind}Rest`);

function buildSection(text: string, node: CstNode, range: Range): Section {
  const mark = tokens(node, "SectionMark")[0];
  const inner = onlyNode(node, SECTION_RULES);
  const nameToken = onlyToken(inner, NAME_TOKENS);
  const rest = onlyToken(inner, REST_TOKENS);
  const markEnd = endOf(mark);
  const name: Text = { start: markEnd, end: nameToken ? endOf(nameToken) : markEnd, text: nameToken?.image ?? "" };
  const lineEnd = rest ? endOf(rest) : name.end;
  const type = sectionType(name.text);
  const written = rest === undefined ? "" : rest.image.replace(/\r?\n?$/, "");
  const argumentsText = written.startsWith(" ")
    ? { start: name.end + 1, end: name.end + written.length, text: written.slice(1) }
    : undefined;
  const body = { start: lineEnd, end: range.end };
  return {
    kind: "section",
    ...range,
    type,
    line: { kind: "section-line", start: range.start, end: lineEnd },
    mark: { start: range.start, end: markEnd, text: mark?.image ?? "" },
    name,
    arguments: argumentsText,
    app: type !== undefined && isAppSection(type) ? argumentsText?.text.split(" ")[0] : undefined,
    body,
    items: bodyItems(text, inner, type, body),
  };
}

/** The section that a name means, for a person who ended it by a tab or a colon too. */
function sectionType(name: string): SectionType | undefined {
  const lower = name.toLowerCase();
  if (isSectionType(lower)) return lower;
  const word = lower.split(/[\s:]/)[0] ?? "";
  return isSectionType(word) ? word : undefined;
}

function bodyItems(text: string, node: CstNode | undefined, type: SectionType | undefined, body: Range): BodyItem[] {
  const kind = type === undefined ? "text" : SECTION_TYPES[type];
  switch (kind) {
    case "files":
      return nodes(node, "filesLine").flatMap((line) => [
        ...nodes(line, "filesEntry").map(buildFilesEntry),
        ...trivia(line),
      ]);
    case "labels":
      return lineItems(node, (line) => buildLabel(text, line));
    case "arguments":
      return lineItems(node, (line) => buildArgument(text, line));
    default:
      return body.start === body.end ? [] : [{ kind: "body-text", ...body }];
  }
}

const FILES_TOKENS = ["FilesWord", "FilesGap", "FilesLineEnd"];

function buildFilesEntry(node: CstNode): FilesEntry {
  const parts = FILES_TOKENS.flatMap((name) => tokens(node, name));
  const start = parts.reduce((least, part) => Math.min(least, part.startOffset), Number.POSITIVE_INFINITY);
  const end = parts.reduce((most, part) => Math.max(most, endOf(part)), 0);
  const words = tokens(node, "FilesWord").map((word) => ({ ...rangeOf(word), text: word.image }));
  return { kind: "files-entry", start, end, words };
}

function lineItems(node: CstNode | undefined, build: (line: IToken) => BodyItem): BodyItem[] {
  const lines = nodes(node, "lines")[0];
  return [...trivia(lines), ...tokens(lines, "BodyLine").map(build)].sort((a, b) => a.start - b.start);
}

/** Apptainer's `GetLabels`: the key ends at the first space. */
function buildLabel(text: string, line: IToken): Label {
  const whole = trimmed(text, line.startOffset, endOf(line));
  const space = whole.text.indexOf(" ");
  const keyEnd = space === -1 ? whole.end : whole.start + space;
  return {
    kind: "label",
    ...rangeOf(line),
    key: trimmed(text, whole.start, keyEnd),
    value: trimmed(text, keyEnd, whole.end),
  };
}

function buildArgument(text: string, line: IToken): Argument {
  const whole = trimmed(text, line.startOffset, endOf(line));
  const equals = whole.text.indexOf("=");
  const nameEnd = equals === -1 ? whole.end : whole.start + equals;
  const value = equals === -1 ? undefined : trimmed(text, nameEnd + 1, whole.end);
  return { kind: "argument", ...rangeOf(line), name: trimmed(text, whole.start, nameEnd), value };
}

function trivia(node: CstNode | undefined): (Blank | Comment)[] {
  return [
    ...tokens(node, "BlankLine").map((token) => ({ kind: "blank", ...rangeOf(token) }) as const),
    ...tokens(node, "CommentLine").map((token) => ({ kind: "comment", ...rangeOf(token) }) as const),
  ];
}

function trimmed(text: string, start: number, end: number): Text {
  const part = text.slice(start, end);
  const from = start + (part.length - trimSpaceStart(part).length);
  const to = Math.max(from, start + trimSpaceEnd(part).length);
  return { start: from, end: to, text: text.slice(from, to) };
}

const NONE: readonly never[] = [];

function nodes(node: CstNode | undefined, name: string): CstNode[] {
  return (node?.children[name] ?? NONE) as CstNode[];
}

function tokens(node: CstNode | undefined, name: string): IToken[] {
  return (node?.children[name] ?? NONE) as IToken[];
}

/** The node of whichever of some rules is there. */
function onlyNode(node: CstNode, names: readonly string[]): CstNode | undefined {
  for (const name of names) if (node.children[name] !== undefined) return nodes(node, name)[0];
  return undefined;
}

/** The token of whichever of some types is there. */
function onlyToken(node: CstNode | undefined, names: readonly string[]): IToken | undefined {
  for (const name of names) if (node?.children[name] !== undefined) return tokens(node, name)[0];
  return undefined;
}

function firstToken(node: CstNode): IToken | undefined {
  if (node.name === "stage") return tokens(nodes(node, "stageEntry")[0], "StageKey")[0];
  return tokens(node, "SectionMark")[0];
}

function rangeOf(token: IToken): Range {
  return { start: token.startOffset, end: endOf(token) };
}

function endOf(token: IToken | undefined): number {
  return token === undefined ? 0 : token.startOffset + token.image.length;
}
