/**
 * Where Apptainer cuts a body in two: it takes a line for the start of a section or a stage that the shell would read as
 * part of a heredoc, a string or a command.
 */
import type { Section, Stage } from "#grammar/ast.ts";
import { parseShell } from "#grammar/shell/adapt.ts";
import { joinPieces } from "#grammar/shell/joined-text.ts";
import type { Heredoc, ShellTree } from "#grammar/shell/tree.ts";
import type { Range } from "#grammar/source.ts";
import { AGENTS, isHeaderKey, SECTION_TYPES } from "#grammar/vocabulary.ts";
import type { Document, StageContext } from "../../document.ts";

/** What a line stands in that Apptainer takes for the start of a section or a stage. */
export interface Cut {
  readonly kind: "heredoc" | "string" | "command" | "help";
  /** The section that it cuts in two. */
  readonly section: Section;
  /** Where that text starts, and where it ends: beyond it lines are the script's again. */
  readonly opener: Range;
  readonly end: number;
}

/** The sections and stages that start in the middle of a body, each with what it stands in. */
export interface Cuts extends ReadonlyMap<Section | Stage, Cut> {
  /** The sections whose bodies are cut in two. */
  readonly broken: ReadonlySet<Section>;
}

/** A line that starts a section or a stage, and what follows to the next one. */
interface Part {
  readonly node: Section | Stage;
  readonly stage: StageContext;
  readonly body: Range;
}

/** Characters that are looked through for the end of a heredoc or a string: Apptainer takes no longer section. */
const FARTHEST = 1 << 16;

/** Finds the cuts of a recipe in one pass over its sections. */
export function findCuts(document: Document): Cuts {
  const cuts = new Map<Section | Stage, Cut>();
  const parts = document.stages.flatMap(partsOf);
  let enclosing: Part | undefined;
  let open: Cut | undefined;
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1];
    if (open !== undefined && part.node.start < open.end) cuts.set(part.node, open);
    else [enclosing, open] = [part, undefined];
    const rest = { start: Math.max(part.body.start, open?.end ?? 0), end: part.body.end };
    if (enclosing === undefined || next === undefined || rest.start >= rest.end) continue;
    open = findOpenText(enclosing, rest, next);
  }
  return Object.assign(cuts, { broken: new Set([...cuts.values()].map(({ section }) => section)) });
}

function isStage(node: Section | Stage): node is Stage {
  return "sections" in node;
}

function partsOf(stage: StageContext): Part[] {
  const { header, sections, index } = stage.stage;
  const head: Part[] = index === 0 ? [] : [{ node: stage.stage, stage, body: header }];
  return [...head, ...sections.map((section) => ({ node: section, stage, body: section.body }))];
}

/** What is still open where a part ends and the next one seems to start. */
function findOpenText(enclosing: Part, rest: Range, next: Part): Cut | undefined {
  const { node, stage } = enclosing;
  if (isStage(node)) return undefined;
  if (node.type === "help") {
    const isCut = isStage(next.node) && isProse(next.node);
    return isCut ? { kind: "help", section: node, opener: node.line, end: next.body.end } : undefined;
  }
  const script = stage.scripts.find(({ script: { sections } }) => sections.includes(node))?.script;
  if (script === undefined || script.interpreter.shell === "other") return undefined;
  const isWhole = script.sections.length === 1 && rest.start === node.body.start && rest.end === node.body.end;
  const tree = isWhole ? script.tree : parsePart(stage, rest);
  if (tree === undefined) return undefined;
  const found = cutByHeredoc(tree, rest, next) ?? cutInString(tree, rest, next) ?? cutInCommand(tree, rest, next);
  return found && { ...found, section: node };
}

/** A `bootstrap:` line of prose: no agent follows, or nothing that a header holds beside it. */
function isProse({ header: { entries } }: Stage): boolean {
  const [bootstrap, ...others] = entries;
  return !AGENTS.has(bootstrap?.value.text ?? "") || !others.some(({ name }) => isHeaderKey(name));
}

function parsePart({ document: { source }, stage, values }: StageContext, part: Range): ShellTree | undefined {
  const joined = joinPieces(source.text, [part]);
  return parseShell({ fileText: source.text, joined, templates: stage.templates, values });
}

/** A section that Apptainer knows, in its place at the start of a line. */
function looksMeant({ node }: Part): boolean {
  return !isStage(node) && node.type !== undefined && node.mark.text === "%";
}

type OpenText = Omit<Cut, "section">;

function cutByHeredoc(tree: ShellTree, rest: Range, next: Part): OpenText | undefined {
  const { text } = next.stage.document.source;
  const heredoc = unclosedHeredocs(tree)[0];
  if (heredoc === undefined) return undefined;
  const isEnd = (line: string): boolean =>
    (stripsTabs(heredoc, text) ? line.replace(/^\t+/, "") : line) === heredoc.delimiter;
  const body = text.slice(heredoc.body.start, rest.end);
  // A delimiter with blanks around it was meant to end it above.
  if (heredoc.delimiter !== "" && body.split("\n").some((line) => line.trim() === heredoc.delimiter)) return undefined;
  let at = next.node.start;
  for (const line of text.slice(at, at + FARTHEST).split("\n")) {
    at += line.length + 1;
    if (isEnd(line.replace(/\r$/, ""))) return { kind: "heredoc", opener: heredoc, end: at };
    // The end that comes is another one's.
    if (/<<-?\s*["'\\]?(\w+)/.exec(line)?.[1] === heredoc.delimiter) return undefined;
  }
  return undefined;
}

/** Heredocs whose delimiter does not come. */
export function unclosedHeredocs(tree: ShellTree): Heredoc[] {
  return tree.commands.flatMap(({ heredocs }) => heredocs).filter(({ closed }) => !closed);
}

/** Whether tabs may stand before the delimiter: `<<-`. */
export function stripsTabs({ start }: Heredoc, text: string): boolean {
  return text.startsWith("<<-", start);
}

function cutInString(tree: ShellTree, rest: Range, next: Part): OpenText | undefined {
  const { text } = next.stage.document.source;
  const error = tree.errors.find(({ message }) => /unterminated (?:single|double) quote/.test(message));
  if (error === undefined || error.offset >= rest.end) return undefined;
  const quote = /single/.test(error.message) ? "'" : '"';
  const from = next.node.start;
  const part = text.slice(from, from + FARTHEST);
  const length = quote === "'" ? part.indexOf(quote) : (/^(?:[^"\\]|\\[\s\S])*(?=")/.exec(part)?.[0].length ?? -1);
  if (length === -1) return undefined;
  if (looksMeant(next) && isWellByItself(next)) return undefined;
  return { kind: "string", opener: { start: error.offset, end: error.offset + 1 }, end: from + length + 1 };
}

/** Whether a section is whole without what stands above it: the quote up there was forgotten. */
function isWellByItself({ node, stage, body }: Part): boolean {
  const isScript = !isStage(node) && node.type !== undefined && SECTION_TYPES[node.type] === "script";
  return !isScript || (parsePart(stage, body)?.errors.length ?? 0) === 0;
}

/** A line that no section is, after a backslash or in an unfinished `if`, loop or substitution. */
function cutInCommand(tree: ShellTree, rest: Range, next: Part): OpenText | undefined {
  const { text } = next.stage.document.source;
  const isContinued = /\\\r?\n$/.test(text.slice(Math.max(rest.start, rest.end - 3), rest.end));
  const isUnfinished = tree.errors.some(({ message }) => /^(?:expected|unterminated)/.test(message));
  if (!isContinued && !isUnfinished) return undefined;
  if (isStage(next.node) ? !isContinued : next.node.type !== undefined && (looksMeant(next) || !isContinued)) {
    return undefined;
  }
  const lineEnd = text.indexOf("\n", next.node.start);
  const last = tree.commands.at(-1);
  const opener = last ?? { start: rest.start, end: rest.start + 1 };
  return {
    kind: "command",
    opener: { start: opener.start, end: opener.end },
    end: lineEnd === -1 ? text.length : lineEnd + 1,
  };
}
