/** Which phase of a build a message begins. */
import type { LogLine } from "./log-line.ts";

/** In the order in which they come; a recipe of several stages goes through fetch to test once a stage. */
export const PHASES = [
  "start",
  "fetch",
  "unpack",
  "setup",
  "files",
  "post",
  "configure",
  "test",
  "assemble",
  "done",
] as const;
export type Phase = (typeof PHASES)[number];

// internal/pkg/build/{build,stage,metadata}.go, sources/ and assemblers/ of Apptainer 1.0 to 1.5, Singularity 3.x and
// SingularityCE: their wordings differ in the engine's name only.
const BEGINNINGS: readonly (readonly [Phase, RegExp])[] = [
  [
    "fetch",
    /^(?:Starting build\.\.\.|Fetching OCI image|Verifying bootstrap image |Building into existing container: )/,
  ],
  ["fetch", /^(?:Downloading (?:library|shub|oras|net) image|Getting image source signatures)/],
  ["unpack", /^(?:Extracting (?:local|OCI) image|Unpacking|Inserting (?:Apptainer|Singularity) configuration)/],
  ["start", /^Running pre scriptlet$/],
  ["setup", /^Running setup scriptlet$/],
  ["files", /^Copying .+ to /],
  ["post", /^Running post scriptlet$/],
  [
    "configure",
    /^(?:Adding (?:help|labels|environment|runscript|startscript|testscript|initial|deffile|app)|Inserting Metadata)/,
  ],
  ["test", /^Running testscript$/],
  ["assemble", /^(?:Creating (?:SIF file|sandbox directory|ext3)|Calling assembler)/],
  ["done", /^Build complete: /],
];

/** The phase that a message of the engine begins; undefined for any other line. */
export function phaseOf({ level, text }: LogLine): Phase | undefined {
  if (level !== "info" && level !== "debug") return undefined;
  return BEGINNINGS.find(([, beginning]) => beginning.test(text))?.[0];
}
