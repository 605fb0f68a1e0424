/**
 * What Apptainer itself makes of a recipe: the second reading of the tree, after pkg/build/types/parser/deffile.go and
 * internal/pkg/build. It stops at the first error, as Apptainer does.
 */
import type { FilesEntry, Header, Recipe, Section, Stage } from "./ast.ts";
import { compareBytes, cut, scanLines, trimSpace } from "./go-text.ts";
import type { SourceText } from "./source.ts";
import { isHeaderKey, isSectionName, takesAppName } from "./vocabulary.ts";

/** One stage as Apptainer's parser gives it. */
export interface ApptainerStage {
  /** Bytes in the file. */
  readonly start: number;
  readonly length: number;
  readonly header: Readonly<Record<string, string>> | null;
  /** Only those with a script or arguments. */
  readonly sections: Readonly<Record<string, { readonly script: string; readonly args: string }>>;
  readonly files: readonly ApptainerFiles[];
  readonly labels: Readonly<Record<string, string>>;
  /** Scripts of applications by section and name: `apprun foo`. */
  readonly apps: Readonly<Record<string, string>>;
  readonly appOrder: readonly string[];
  /** The defaults of `%arguments`. */
  readonly arguments: Readonly<Record<string, string>>;
}

export interface ApptainerFiles {
  readonly args: string;
  readonly files: readonly { readonly source: string; readonly destination: string }[];
}

export type ErrorKind =
  | "invalid-section"
  | "header"
  | "token-too-long"
  | "no-stages"
  | "app-section"
  | "section-split"
  /** Apptainer itself crashes. */
  | "panic";

export type ApptainerParse =
  | { readonly ok: true; readonly stages: readonly ApptainerStage[] }
  | {
      readonly ok: false;
      readonly errorKind: ErrorKind;
      readonly error: string;
      readonly invalidSections?: readonly string[];
    };

/** Ends the reading of a recipe as an error ends it in Apptainer. */
class Refusal extends Error {
  readonly kind: ErrorKind;
  readonly invalidSections: readonly string[] | undefined;
  constructor(kind: ErrorKind, message: string, invalidSections?: readonly string[]) {
    super(message);
    this.kind = kind;
    this.invalidSections = invalidSections;
  }
}

/** What Apptainer's parser makes of a recipe (`parser.All`). Never throws. */
export function readAsApptainer(recipe: Recipe): ApptainerParse {
  try {
    const stages = recipe.stages.flatMap((stage) => readStage(recipe.source, stage) ?? []);
    if (stages.length === 0) return { ok: false, errorKind: "no-stages", error: "no stages found in definition file" };
    return { ok: true, stages };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { kind, message, invalidSections } = error;
    return { ok: false, errorKind: kind, error: message, ...(invalidSections && { invalidSections }) };
  }
}

/** A stage, or undefined for one that says nothing, which Apptainer passes over. */
function readStage(source: SourceText, stage: Stage): ApptainerStage | undefined {
  const hasHeader = stage.header.end > stage.header.start;
  const [firstSection] = stage.sections;
  checkLength(source, stage.header.start, stage.header.end, firstSection);
  const header = hasHeader ? readHeader(source, stage.header) : null;
  const sections = new SectionMap();
  for (const [index, section] of stage.sections.entries()) {
    const next = stage.sections[index + 1];
    checkLength(source, section.start, section.end, next);
    // Apptainer trims what it reads first, and that is a section where no header comes before it.
    sections.add(source, section, index === 0 && !hasHeader);
  }
  sections.refuseUnknown();
  const read = sections.result();
  const isEmpty =
    header === null &&
    Object.keys(read.sections).length + Object.keys(read.labels).length + Object.keys(read.apps).length === 0 &&
    read.files.length + read.appOrder.length === 0;
  if (isEmpty) return undefined;
  const start = source.byteOffsetAt(stage.start);
  return { start, length: source.byteOffsetAt(stage.end) - start, header, ...read };
}

/** The size of `bufio.Scanner`'s buffer: what it reads at once, the line that ends it included, must fit. */
export const LONGEST_TOKEN = 64 * 1024;

function checkLength(source: SourceText, start: number, end: number, next: Section | undefined): void {
  if (bytesTooLong(source, start, end, next) !== undefined) {
    throw new Refusal("token-too-long", "bufio.Scanner: token too long");
  }
}

/** How many bytes Apptainer would have to read at once for a header or a section; undefined where that is not too many. */
export function bytesTooLong(
  source: SourceText,
  start: number,
  end: number,
  next: Section | undefined,
): number | undefined {
  if (end - start < LONGEST_TOKEN / 4) return undefined;
  const lineEnd = next === undefined ? end : next.line.end;
  const bytes = source.byteOffsetAt(lineEnd) - source.byteOffsetAt(start);
  // At the end of the text there must be room for one more read.
  const isEnd = next === undefined || source.text[lineEnd - 1] !== "\n";
  return bytes > LONGEST_TOKEN - (isEnd ? 1 : 0) ? bytes : undefined;
}

/** `doHeader`, its crashes included: a continued value that a blank line or a comment ends. */
function readHeader(source: SourceText, { items }: Header): Record<string, string> | null {
  const header: Record<string, string> = {};
  const last = items.findLastIndex((item) => item.kind !== "blank");
  let isContinuing = false;
  for (const item of items.slice(0, last + 1)) {
    if (item.kind === "blank" || item.kind === "comment") {
      if (isContinuing) throw new Refusal("panic", "panic: assignment to entry in nil map");
      continue;
    }
    if (item.kind === "stray-line") {
      const line = cut(trimSpace(source.slice(item)), "#")[0];
      throw new Refusal("header", `failed to parse deffile header: header key ${line} had no val`);
    }
    if (item.unfinished || item.value.text === "\\") {
      isContinuing = true;
      continue;
    }
    // A value of several lines forgets that it was continued; a lone backslash is remembered to the end of the header.
    if (item.lines.length > 1) isContinuing = false;
    if (!isHeaderKey(item.name)) {
      throw new Refusal("header", `failed to parse deffile header: invalid header keyword found: ${item.name}`);
    }
    header[item.name] = item.value.text;
  }
  return Object.keys(header).length === 0 ? null : header;
}

/** The sections of one stage by Apptainer's keys, merged as it merges them. */
class SectionMap {
  readonly #scripts = new Map<string, { script: string; args: string }>();
  readonly #files: { args: string; files: { source: string; destination: string }[] }[] = [];
  readonly #appOrder: string[] = [];
  readonly #labels: Record<string, string> = {};
  readonly #arguments: Record<string, string> = {};

  /** `parseTokenSection`. */
  add(source: SourceText, section: Section, isTrimmed: boolean): void {
    const scanned = scanLines(source.slice(section));
    const [line, script] = cut(isTrimmed ? trimSpace(scanned) : scanned, "\n");
    if (script === undefined) {
      throw new Refusal("section-split", `section ${line}: could not be split into section name and body`);
    }
    const bare = line.replace(/^%+/, "");
    const [word, rest] = cut(bare, " ");
    const name = word.toLowerCase();
    if (name === "files") this.#addFiles(section, rest ?? "");
    else if (takesAppName(name)) this.#addApp(word, rest, script);
    else {
      const entry = this.#entry(name);
      entry.script += script;
      if (rest !== undefined) entry.args = rest;
      this.#readItems(section, name);
    }
  }

  #entry(key: string): { script: string; args: string } {
    const entry = this.#scripts.get(key) ?? { script: "", args: "" };
    this.#scripts.set(key, entry);
    return entry;
  }

  #addFiles(section: Section, args: string): void {
    const files = section.items.filter((item) => item.kind === "files-entry").map(readFilesEntry);
    const same = this.#files.find((entry) => entry.args === args);
    if (same === undefined) this.#files.push({ args, files });
    else same.files.push(...files);
  }

  #addApp(word: string, rest: string | undefined, script: string): void {
    if (rest === undefined) {
      throw new Refusal("app-section", `app section ${word}: could not be split into section name and app name`);
    }
    const app = cut(rest, " ")[0];
    this.#entry(`${word} ${app}`).script += script;
    if (!this.#appOrder.includes(app)) this.#appOrder.push(app);
  }

  #readItems(section: Section, name: string): void {
    for (const item of section.items) {
      if (name === "labels" && item.kind === "label") this.#labels[item.key.text] = item.value.text;
      if (name === "arguments" && item.kind === "argument" && item.value !== undefined && item.name.text !== "") {
        this.#arguments[item.name.text] = item.value.text;
      }
    }
  }

  /** `populateDefinition`: keys that are neither a section nor an app's section in lower case. */
  refuseUnknown(): void {
    const unknown = [...this.#scripts.keys()].filter((key) => !isSectionName(key) && !takesAppName(cut(key, " ")[0]));
    if (unknown.length === 0) return;
    const sorted = unknown.sort(compareBytes);
    throw new Refusal("invalid-section", `invalid section(s) specified: ${sorted.join(", ")}`, sorted);
  }

  result() {
    const sections: Record<string, { script: string; args: string }> = {};
    const apps: Record<string, string> = {};
    for (const [key, entry] of this.#scripts) {
      if (!isSectionName(key)) apps[key] = entry.script;
      else if (key !== "labels" && (entry.script !== "" || entry.args !== "")) sections[key] = entry;
    }
    return {
      sections,
      files: this.#files,
      labels: this.#labels,
      apps,
      appOrder: this.#appOrder,
      arguments: this.#arguments,
    };
  }
}

function readFilesEntry({ words }: FilesEntry): { source: string; destination: string } {
  const [source, destination] = words;
  if (source === undefined) {
    throw new Refusal("panic", "panic: runtime error: index out of range [0] with length 0");
  }
  const plain = (text: string): string => trimSpace(text).replace(/^"+|"+$/g, "");
  return { source: plain(source.text), destination: plain(destination?.text ?? "") };
}
