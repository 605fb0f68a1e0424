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

/** Names of sections that stand alone (`validSections`). */
export function isSectionName(name: string): boolean {
  return isSectionType(name) && !isAppSection(name);
}

/** Names of sections that must be followed by an application's name (`appSections`). */
export function takesAppName(name: string): boolean {
  return isSectionType(name) && isAppSection(name);
}

/** Header keys (`validHeaders`, pkg/build/types/parser/deffile.go), as people write them, with the Apptainer version that brought the later ones. */
export const HEADER_KEYS: ReadonlyMap<string, { readonly spelling: string; readonly since?: string }> = new Map([
  ["bootstrap", { spelling: "Bootstrap" }],
  ["from", { spelling: "From" }],
  ["includecmd", { spelling: "IncludeCmd" }],
  ["mirrorurl", { spelling: "MirrorURL" }],
  ["updateurl", { spelling: "UpdateURL" }],
  ["osversion", { spelling: "OSVersion" }],
  ["include", { spelling: "Include" }],
  ["library", { spelling: "Library" }],
  ["registry", { spelling: "Registry" }],
  ["namespace", { spelling: "Namespace" }],
  ["stage", { spelling: "Stage" }],
  ["product", { spelling: "Product" }],
  ["user", { spelling: "User" }],
  ["regcode", { spelling: "Regcode" }],
  ["productpgp", { spelling: "ProductPGP" }],
  ["registerurl", { spelling: "RegisterURL" }],
  ["modules", { spelling: "Modules" }],
  ["fingerprints", { spelling: "Fingerprints" }],
  ["confurl", { spelling: "ConfURL" }],
  ["setopt", { spelling: "SetOpt", since: "1.2" }],
  ["target", { spelling: "Target", since: "1.5" }],
  ["frontend", { spelling: "Frontend", since: "1.5" }],
  ["filename", { spelling: "Filename", since: "1.5" }],
  ["buildargs", { spelling: "BuildArgs", since: "1.5" }],
]);

/** Whether Apptainer takes a lower-case header key; `otherurl` needs a number. */
export function isHeaderKey(name: string): boolean {
  return HEADER_KEYS.has(name) || /^otherurl\d+$/.test(name);
}

/** Bootstrap agents (internal/pkg/build/conveyorPacker.go); case counts. */
export const AGENTS: ReadonlyMap<string, { readonly since?: string }> = new Map([
  ["library", {}],
  ["oras", {}],
  ["shub", {}],
  ["docker", {}],
  ["docker-archive", {}],
  ["docker-daemon", {}],
  ["oci", {}],
  ["oci-archive", {}],
  ["busybox", {}],
  ["debootstrap", {}],
  ["arch", {}],
  ["localimage", {}],
  ["yum", {}],
  ["zypper", {}],
  ["scratch", {}],
  ["dnf", { since: "1.4" }],
  ["buildkit", { since: "1.5" }],
]);
