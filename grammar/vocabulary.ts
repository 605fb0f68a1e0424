/** Apptainer's words: header keys, sections and bootstrap agents, with the version that brought the later ones. */

/** Apptainer's `validSections` and `appSections` (pkg/build/types/parser/deffile.go), by what stands in their bodies. */
export const SECTION_TYPES = {
  help: "text",
  setup: "script",
  files: "files",
  labels: "labels",
  environment: "script",
  pre: "script",
  post: "script",
  runscript: "script",
  test: "script",
  startscript: "script",
  arguments: "arguments",
  appinstall: "script",
  applabels: "labels",
  appfiles: "files",
  appenv: "script",
  apptest: "script",
  apphelp: "text",
  apprun: "script",
  appstart: "script",
} as const;

export type SectionType = keyof typeof SECTION_TYPES;

/** Sections that belong to one application and must name it. */
export function isAppSection(type: SectionType): boolean {
  return type.startsWith("app");
}

/** Whether a lower-case name is one of Apptainer's sections. */
export function isSectionType(name: string): name is SectionType {
  return Object.hasOwn(SECTION_TYPES, name);
}
