/** What a client asks for when it starts the server: flags of a check that belong to a person, not to a repository. */
import { BUILD_MODES, type BuildMode } from "#rules/define-rule.ts";
import type { CheckFlags } from "../commands/check/flags.ts";

/** Reads `initializationOptions`; what is not understood is left out. */
export function readClientOptions(options: unknown): CheckFlags {
  const given = (typeof options === "object" && options !== null ? options : {}) as Readonly<Record<string, unknown>>;
  const mode = [...BUILD_MODES, "host"].find((known) => known === given["mode"]) as BuildMode | "host" | undefined;
  return {
    // What a person has not switched on is the configuration's to say.
    ...(given["hygiene"] === true && { hygiene: true }),
    ...(given["shellcheck"] === false && { shellcheck: false }),
    ...(mode !== undefined && { mode }),
  };
}
