/** The formats that findings come in, each loaded when it is asked for. */
import type { Format } from "./formats.ts";
import type { Reporter } from "./reporter.ts";

/** Loads the reporter of each format. */
export const reporters: Readonly<Record<Format, () => Promise<Reporter>>> = {
  text: async () => (await import("./text.ts")).renderText,
  concise: async () => (await import("./concise.ts")).renderConcise,
  json: async () => (await import("./json.ts")).renderJson,
  jsonl: async () => (await import("./jsonl.ts")).renderJsonLines,
  sarif: async () => (await import("./sarif.ts")).renderSarif,
  github: async () => (await import("./github.ts")).renderGithub,
  gitlab: async () => (await import("./gitlab.ts")).renderGitlab,
  checkstyle: async () => (await import("./checkstyle.ts")).renderCheckstyle,
  junit: async () => (await import("./junit.ts")).renderJunit,
  rdjson: async () => (await import("./rdjson.ts")).renderRdjson,
  unix: async () => (await import("./unix.ts")).renderUnix,
};
