/** A directory with files of given texts, and what deflint makes of it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CheckFlags } from "../../src/commands/check/flags.ts";
import { findSettings, type Settings } from "../../src/commands/check/settings.ts";
import { makeFakeIo } from "../fake-io.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

/** Texts by their paths. */
export type Files = Readonly<Record<string, string>>;

/** A directory with these files, gone after the test. */
export function writeFiles(files: Files): string {
  const root = makeTemporaryDirectory();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The settings of recipes among these files; of `x.def` unless others are named. */
export async function settingsOf(
  files: Files,
  flags: CheckFlags = {},
  paths: readonly string[] = ["x.def"],
): Promise<Settings[]> {
  const finder = await findSettings(flags, makeFakeIo(writeFiles(files)));
  return paths.map(await finder.settingsFor(paths));
}

/** The only settings of {@link settingsOf}. */
export async function settingsOfOne(files: Files, flags: CheckFlags = {}, path = "x.def"): Promise<Settings> {
  const [settings] = await settingsOf(files, flags, [path]);
  if (settings === undefined) throw new Error("no settings");
  return settings;
}
