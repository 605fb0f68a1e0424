/** What is wrong with a line that starts a section in Apptainer's eyes: one cause a line. */
import type { Section } from "#grammar/ast.ts";
import type { Range } from "#grammar/source.ts";
import { isAppSection, isSectionType, SECTION_TYPES, type SectionType } from "#grammar/vocabulary.ts";
import type { StageContext } from "../../document.ts";
import { findClosestName } from "../closest-name.ts";

/** What a tab, a colon or a blank in the wrong place stands between. */
export interface WrongSeparator {
  readonly kind: "separator";
  readonly type: SectionType;
  /** The characters that should be one space, or nothing. */
  readonly range: Range;
  readonly replacement: "" | " ";
}

export type SectionLineFault =
  | { readonly kind: "in-body" }
  /** A line of another language, such as `%wheel ALL=`, or `% note`. */
  | { readonly kind: "no-section" }
  | WrongSeparator
  | { readonly kind: "unknown"; readonly meant: SectionType | undefined };

/** The first thing that is wrong with a section's line; undefined for a section that is known, indented or not. */
export function faultOf(section: Section, { document }: StageContext): SectionLineFault | undefined {
  const { source } = document;
  if (document.cuts.has(section)) return { kind: "in-body" };
  const separator = findWrongSeparator(section, source.slice(section.line));
  if (separator !== undefined) return separator;
  if (section.type !== undefined) return undefined;
  const meant = meantSection(section.name.text);
  const isPlain = section.name.text === "" || isOtherLanguage(section.name.text, source.slice(section.line));
  return isPlain && meant === undefined ? { kind: "no-section" } : { kind: "unknown", meant };
}

/** `%post<TAB>`, `%post:`, `% post`: a name that a person reads and Apptainer does not. */
function findWrongSeparator({ mark, name, type, line }: Section, text: string): WrongSeparator | undefined {
  if (name.text !== "" && (type === undefined || name.text.length === type.length)) return undefined;
  const rest = text.slice(mark.end - line.start).replace(/\r?\n$/, "");
  const blank = /^([^\S\n]+)([a-z]+)(?![^\s:])/i.exec(rest);
  const word = blank?.[2]?.toLowerCase() ?? "";
  if (name.text === "" && blank !== null && isSectionType(word) && areArgumentsOf(word, rest.slice(blank[0].length))) {
    const range = { start: mark.end, end: mark.end + (blank[1]?.length ?? 0) };
    return { kind: "separator", type: word, range, replacement: "" };
  }
  if (type === undefined || name.text.length === type.length) return undefined;
  const run = /^[\s:]+/.exec(rest.slice(type.length))?.[0] ?? "";
  const start = name.start + type.length;
  const isLast = type.length + run.length === rest.length;
  return { kind: "separator", type, range: { start, end: start + run.length }, replacement: isLast ? "" : " " };
}

/** Whether what follows a name can be the arguments of that section; else the line is prose that begins like one. */
export function areArgumentsOf(type: SectionType, text: string): boolean {
  const words = text.replace(/^[\s:]+/, "").trimEnd();
  if (words === "" || words.startsWith("#")) return true;
  if (type === "files") return /^from\s+\S+$/.test(words);
  if (isAppSection(type)) return /^\S+$/.test(words);
  return SECTION_TYPES[type] === "script" && /^-[a-zA-Z]/.test(words);
}

/** Names that people give to sections, beside misspelt ones. */
const ALIASES: Readonly<Record<string, SectionType>> = {
  env: "environment",
  envs: "environment",
  variables: "environment",
  vars: "environment",
  exportironment: "environment",
  run: "runscript",
  script: "runscript",
  entrypoint: "runscript",
  start: "startscript",
  copy: "files",
  args: "arguments",
  arg: "arguments",
  build: "post",
  appenvironment: "appenv",
  applabel: "applabels",
  apprunscript: "apprun",
};

/** The section that an unknown name most likely means. */
function meantSection(written: string): SectionType | undefined {
  const name = written.toLowerCase().replace(/[^a-z_-].*$/s, "");
  if (!/^[a-z_-]{3,}$/.test(name)) return undefined;
  const alias = Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined;
  if (alias !== undefined) return alias;
  const isApp = name.startsWith("ap");
  const known = Object.keys(SECTION_TYPES).filter(isSectionType);
  const candidates = isApp ? known : known.filter((type) => !isAppSection(type));
  const closest = findClosestName(name, candidates);
  return closest !== undefined && isSectionType(closest) ? closest : undefined;
}

/** sudoers, rpm macros and specs, formats of printf and date, IPython. */
function isOtherLanguage(name: string, line: string): boolean {
  return (
    !/^[a-z]{2,}:?$/i.test(name) ||
    /ALL\s*=/.test(line) ||
    /^(?:wheel|sudo|matplotlib|autoreload|timeit|time|pip|conda|define|global|undefine)$/i.test(name)
  );
}
