/**
 * The tree of a definition file as its author wrote it. Every node has its range in UTF-16 offsets; the leaves
 * (`leavesOf`) lie side by side and cover the file.
 */
import type { Range, SourceText } from "./source.ts";
import type { SectionType } from "./vocabulary.ts";

/** A piece of text and its place; `text` is what stands there. */
export interface Text extends Range {
  readonly text: string;
}

/** A blank line, with its line end. */
export interface Blank extends Range {
  readonly kind: "blank";
}

/** A comment that has its line to itself, with its indentation and line end. */
export interface Comment extends Range {
  readonly kind: "comment";
}

/** `Key: value`, with its continuation lines, trailing comment and line end. */
export interface HeaderEntry extends Range {
  readonly kind: "header-entry";
  /** The key as Apptainer looks it up: trimmed, lower case. */
  readonly name: string;
  /** The key as written, trimmed. */
  readonly key: Text;
  /** The value, its lines joined as Apptainer joins them; the range goes from the first to the last of them. */
  readonly value: Text;
  /** The value's lines, each trimmed and without its comment. */
  readonly lines: readonly Text[];
  /** Whether the last line of it asks for one more, which is not there. */
  readonly unfinished: boolean;
}

/** A line of the header that is no entry. */
export interface StrayLine extends Range {
  readonly kind: "stray-line";
}

export interface Header extends Range {
  readonly items: readonly (HeaderEntry | StrayLine | Comment | Blank)[];
  readonly entries: readonly HeaderEntry[];
}

/** One line of `%files`. */
export interface FilesEntry extends Range {
  readonly kind: "files-entry";
  /** The words as Apptainer splits them, quotes included; it takes the first two. */
  readonly words: readonly Text[];
}

/** One line of `%labels`: the key ends at the first space. */
export interface Label extends Range {
  readonly kind: "label";
  readonly key: Text;
  readonly value: Text;
}

/** One line of `%arguments`: `NAME=value`; `value` is undefined where there is no `=`, and Apptainer skips the line. */
export interface Argument extends Range {
  readonly kind: "argument";
  readonly name: Text;
  readonly value: Text | undefined;
}

/** The body of a script or of `%help`, in one piece. */
export interface BodyText extends Range {
  readonly kind: "body-text";
}

export type BodyItem = FilesEntry | Label | Argument | BodyText | Comment | Blank;

/** The line that starts a section, with its line end. */
export interface SectionLine extends Range {
  readonly kind: "section-line";
}

export interface Section extends Range {
  readonly kind: "section";
  /** Which section the author means; undefined for a name that Apptainer does not know. */
  readonly type: SectionType | undefined;
  readonly line: SectionLine;
  /** The `%` and what stands before it. */
  readonly mark: Text;
  /** What Apptainer takes for the name: all up to the first space. */
  readonly name: Text;
  /** What follows the name and one space, as written. */
  readonly arguments: Text | undefined;
  /** The application's name of an app section. */
  readonly app: string | undefined;
  /** From the end of the section's line to the next section or stage. */
  readonly body: Range;
  readonly items: readonly BodyItem[];
}

/** A `{{ NAME }}`, anywhere in a stage. */
export interface TemplateReference extends Range {
  readonly name: string;
  /** True where Apptainer leaves it as it is, because a comment seems to precede it in its line. */
  readonly skipped: boolean;
}

export interface Stage extends Range {
  /** 0-based. */
  readonly index: number;
  /** The value of its `Stage:` key. */
  readonly name: string | undefined;
  /** Without entries where the stage has no header. */
  readonly header: Header;
  readonly sections: readonly Section[];
  readonly templates: readonly TemplateReference[];
}

export interface Recipe extends Range {
  readonly source: SourceText;
  /** Comments and blank lines before the first stage. */
  readonly preamble: readonly (Comment | Blank)[];
  readonly stages: readonly Stage[];
}

export type Leaf = HeaderEntry | StrayLine | SectionLine | BodyItem;

/** The leaves of a recipe in file order; their texts joined are the file. */
export function leavesOf(recipe: Recipe): Leaf[] {
  const leaves: Leaf[] = [...recipe.preamble];
  for (const stage of recipe.stages) {
    leaves.push(...stage.header.items);
    for (const section of stage.sections) {
      leaves.push(section.line);
      for (const item of section.items) leaves.push(item);
    }
  }
  return leaves;
}

/** The value of a header key as written, the last one winning as in Apptainer; `name` in lower case. */
export function headerEntry(stage: Stage, name: string): HeaderEntry | undefined {
  return stage.header.entries.findLast((entry) => entry.name === name);
}

/** The sections of one type in file order. */
export function sectionsOf(stage: Stage, type: SectionType): Section[] {
  return stage.sections.filter((section) => section.type === type);
}
