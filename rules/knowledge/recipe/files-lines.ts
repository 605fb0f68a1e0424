/** What Apptainer copies for the lines of `%files`, and from where (internal/pkg/build/stage.go; Apptainer 1.4.5, run). */
import { stageCopiedFrom } from "#grammar/apptainer-build.ts";
import type { FilesEntry, Section, Text } from "#grammar/ast.ts";
import { substitute } from "#grammar/templates.ts";
import type { StageContext } from "../../document.ts";
import { isCut } from "./stage-splits.ts";

/** Where a section's files come from; `nowhere` where Apptainer passes over all of it. */
export type CopiesFrom =
  | { readonly kind: "host" }
  | { readonly kind: "stage"; readonly name: string }
  | { readonly kind: "nowhere" };

/** One line that Apptainer copies by. */
export interface Copy {
  readonly source: string;
  /** The source where the line names no destination. */
  readonly destination: string;
  readonly sourceWord: Text;
  /** Undefined where the line names none. */
  readonly destinationWord: Text | undefined;
}

/** Whether Apptainer takes a section for a `%files` that is whole. */
export function isFilesSection(section: Section, { document }: StageContext): boolean {
  return section.name.text.toLowerCase() === "files" && !isCut(section, document);
}

/**
 * Where a `%files` copies from: nothing before a `#` means the host, two words a stage. Undefined while a build argument
 * in the words has no value.
 */
export function copiesFrom({ arguments: written }: Section, { values }: StageContext): CopiesFrom | undefined {
  const text = (substitute(written?.text ?? "", values).split("#")[0] ?? "").replace(/\r$/, "");
  if (text.includes("{{")) return undefined;
  if (text === "") return { kind: "host" };
  const name = stageCopiedFrom(text);
  return name === undefined ? { kind: "nowhere" } : { kind: "stage", name };
}

/** The lines of a section; those with a build argument that has no value are left out. */
export function copiesIn({ items }: Section, { values }: StageContext): Copy[] {
  const entries = items.filter((item) => item.kind === "files-entry");
  return entries.flatMap(({ words: [sourceWord, destinationWord] }: FilesEntry) => {
    if (sourceWord === undefined) return [];
    const source = plain(sourceWord, values);
    const destination = destinationWord === undefined ? "" : plain(destinationWord, values);
    if (source === "" || source.includes("{{") || destination.includes("{{")) return [];
    return [{ source, destination: destination || source, sourceWord, destinationWord }];
  });
}

/** The path in the image that a line makes; undefined where a glob hides its name. */
export function copiedPath({ source, destination }: Copy): string | undefined {
  const absolute = destination.startsWith("/") ? destination : `/${destination}`;
  if (!absolute.endsWith("/") && !/^\/(?:var\/)?tmp$/.test(absolute)) return absolute;
  const name = source.replace(/\/+$/, "").split("/").at(-1) ?? "";
  return name === "" || /[*?[\]{}$]/.test(name) ? undefined : `${absolute.replace(/\/+$/, "")}/${name}`;
}

function plain({ text }: Text, values: ReadonlyMap<string, string>): string {
  return substitute(text, values)
    .trim()
    .replace(/^"+|"+$/g, "");
}
