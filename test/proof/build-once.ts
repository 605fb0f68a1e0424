/** One build of a demonstration in the lab: by plain Apptainer or by deflint. */
import { chownSync, copyFileSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab, Ran } from "../apptainer/lab.ts";
import { limitMemory } from "../apptainer/memory-limit.ts";
import { type LabMode, placeOf, type Setting, settingOf } from "../apptainer/modes.ts";
import { type Bases, fakerootFor } from "./bases.ts";
import type { Built, Demonstration } from "./define-proof.ts";
import { openImage } from "./image.ts";
import { BASE_FILE, recipeText } from "./recipe-text.ts";
import type { ServedImages } from "./served-images.ts";

/** What the builds run on. */
export interface Bench {
  readonly lab: Lab;
  readonly bases: Bases;
  readonly served: ServedImages;
  /** Where the logs of plain builds and their recipes are kept; nowhere when undefined. */
  readonly logs: string | undefined;
  /** Where it is aborted, no further build is begun. */
  readonly signal?: AbortSignal;
}

/** What is built, and how. */
export interface Build {
  readonly program: "apptainer" | "deflint";
  readonly recipe: Demonstration["recipe"];
  readonly flags?: readonly string[];
  /** What the kept log and recipe are called. */
  readonly keepAs: string;
}

/** A build that has ended; its directory stands until it is removed. */
export type Ended = Ran & { readonly built: Built; readonly isReal: boolean; readonly remove: () => void };

/** Builds in a fresh directory of the mode's user. Rejects only where the lab fails. */
export async function buildOnce(bench: Bench, demonstration: Demonstration, mode: LabMode, run: Build): Promise<Ended> {
  const { lab, signal } = bench;
  signal?.throwIfAborted();
  const { base, env = {}, memory } = demonstration;
  const { user } = settingOf(mode, { hasSuid: true, tree: "" }, "");
  const directory = lab.directory(user);
  const setting = settingOf(mode, lab, directory);
  const text = recipeText(run.recipe, bench.served.registry);
  await furnish(directory, demonstration, bench, text);
  const group = memory === undefined ? undefined : limitMemory(memory);
  const place = placeOf(setting, directory, { LAB_FAKEROOT: fakerootFor(base), ...env });
  const ran = await lab.run("sh", wordsFor(demonstration, run, setting, lab), { ...place, group });
  await group?.remove();
  if (bench.logs !== undefined) {
    mkdirSync(bench.logs, { recursive: true });
    writeFileSync(join(bench.logs, `${run.keepAs}.log`), ran.text);
    writeFileSync(join(bench.logs, `${run.keepAs}.def`), text);
  }
  const owners = { uid: statSync(directory).uid, firstSubordinate: lab.firstSubordinateOf(user) };
  const built: Built = {
    image: openImage(join(directory, "image"), owners),
    log: ran.text,
    mode,
    directory,
    run: (...argv) => lab.apptainer([...execWords(setting), "image", ...argv], place),
  };
  return { ...ran, built, isReal: setting.isReal, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** Puts the base, the recipe and what is to stand beside it into a directory of the lab's. */
async function furnish(
  directory: string,
  { base, files = {}, prepare }: Demonstration,
  { bases }: Bench,
  recipe: string,
): Promise<void> {
  const sif = await bases.sif(base);
  if (sif !== undefined) copyFileSync(sif, join(directory, BASE_FILE));
  const owner = statSync(directory).uid;
  for (const [name, content] of Object.entries({ ...files, "recipe.def": recipe })) {
    mkdirSync(join(directory, name, ".."), { recursive: true });
    writeFileSync(join(directory, name), content);
    chownSync(join(directory, name), owner, owner);
  }
  prepare?.(directory);
}

/** The words by which a shell runs the build, with what is to run before and after it. */
function wordsFor(demonstration: Demonstration, run: Build, setting: Setting, lab: Lab): string[] {
  const { flags = [], deflintFlags = [], around, buildArguments = {} } = demonstration;
  const given = Object.entries(buildArguments).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]);
  const own = [...setting.flags, ...flags, ...given, ...(run.flags ?? []), "--sandbox", "-F", "image", "recipe.def"];
  const command =
    run.program === "apptainer"
      ? ["apptainer", "build", ...own]
      : [...lab.deflintCommand, "build", ...setting.deflintFlags, ...deflintFlags, ...own];
  const script = `${around?.before ?? ":"}\n"$@"\ncode=$?\n${around?.after ?? ":"}\nexit $code\n`;
  return ["-c", script, "sh", ...command];
}

/** A directory as image is run in a user namespace by everyone but root, whatever the flavour. */
function execWords({ suid }: Setting): string[] {
  return ["exec", ...(suid ? ["--userns"] : []), "--cleanenv", "--no-home"];
}
