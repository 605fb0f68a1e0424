/** Makes an image beside the one that stands, and puts it in its place only when it is complete. */
import { rm } from "node:fs/promises";
import { sourceFromText } from "#grammar/source.ts";
import { describeFileError } from "../../files/file-error.ts";
import { UsageError } from "../../usage-error.ts";
import type { Building } from "../building.ts";
import { objectionTo } from "../images.ts";
import type { Prepared } from "../prepare.ts";
import { removeTree } from "../remove-tree.ts";
import { checkLogDirectory, LOG_FILES, logDirectoryOf, publishLog, writeLogFile } from "../report/log-directory.ts";
import { clearSiblings } from "./clear-siblings.ts";
import { flush, flushNames } from "./flush.ts";
import { nameStaged, type StagedNames } from "./names.ts";
import { replace } from "./replace.ts";
import { makeSibling, type Sibling } from "./sibling.ts";
import { asWritten, type BuildTarget, standingAt, targetOf, whyUnmovable } from "./target.ts";

/** A build that is staged. */
export interface Staged extends StagedNames {
  /** Absolute path of the directory in which recipe, log and report stand while the build runs. */
  readonly log: string;
  /** What the person should know of builds that were killed, one sentence each. */
  readonly found: readonly string[];
  /**
   * Puts the image in its place, unless `isCalledOff` says at the last moment that it is not wanted any more.
   * Resolves to `called off`, or to a sentence where it could not be done: then the new image stays where it is.
   */
  commit(isCalledOff: () => boolean): Promise<"done" | "called off" | { readonly problem: string }>;
  /** Removes what a failed engine left at the image's name, so that another try finds nothing there. */
  clearImage(): Promise<void>;
  /** Puts recipe, log and report where the person finds them. Resolves to a sentence where that fails. */
  publish(): Promise<string | undefined>;
  /** Removes everything that is not wanted any more. Resolves to a sentence where something has to stay. */
  remove(): Promise<string | undefined>;
}

/** Stages a build. Rejects with an Error of one clear line where the place is not one to build at. */
export async function stage(building: Building): Promise<Staged> {
  const { args, prepared, io } = building;
  const target = targetOf(args.image, io.cwd);
  const logDirectory = logDirectoryOf(args.image, args.logDirectory);
  const unmovable = await whyUnmovable(target);
  if (unmovable !== undefined) throw new UsageError(unmovable);
  await checkLogDirectory(logDirectory, io.cwd);
  const remove = (path: string) => removeTree(path, prepared.facts, io.env);
  const found = await clearSiblings(target, remove);
  const sibling = await make(target);
  try {
    keepRecipe(prepared, sibling);
  } catch (error) {
    await remove(sibling.path);
    throw error;
  }
  const names = await nameStaged(args, target, sibling, io.cwd, prepared.recipe !== undefined);
  const shown = (path: string) => asWritten(path, target, io.cwd);
  let isKept = false;
  const keep = async () => {
    isKept = true;
    // Without its mark the next build takes it for no stale one.
    await rm(sibling.mark, { force: true });
  };
  return {
    ...names,
    log: sibling.log,
    found,
    async commit(isCalledOff) {
      if (!names.isProtected) return "done";
      if ((await standingAt(sibling.image)) === "nothing") return { problem: "Apptainer ended well but made no image" };
      try {
        await flush(sibling.image, io.env);
        const objection = await objectionTo(args.image, io.cwd);
        if (objection !== undefined) throw new Error(objection);
        if (isCalledOff()) return "called off";
        await replace(sibling.image, target.path, sibling.old);
        await flushNames(target.directory);
        return "done";
      } catch (error) {
        await keep();
        const image = shown(sibling.image);
        return {
          problem: `the image is complete but could not be put in place: ${describeFileError(error)}; it is ${image}`,
        };
      }
    },
    async clearImage() {
      if (names.isProtected) await remove(sibling.image);
    },
    async publish() {
      try {
        await publishLog(sibling.log, logDirectory, io.cwd, sibling.oldLog);
        return undefined;
      } catch (error) {
        await keep();
        return `${(error as Error).message}; they are in ${shown(sibling.log)}`;
      }
    },
    async remove() {
      if (isKept || (await remove(sibling.path))) return undefined;
      return `${shown(sibling.path)} could not be removed whole; it is yours to delete`;
    },
  };
}

async function make(target: BuildTarget): Promise<Sibling> {
  try {
    return await makeSibling(target.directory, target);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === "ENOENT" ? "it is not there" : describeFileError(error);
    throw new Error(`${target.written}: nothing can be made in the directory ${target.directory}: ${why}`);
  }
}

/** What is built is what was read, byte for byte, whatever happens to the person's file in the meantime. */
function keepRecipe({ recipe }: Prepared, sibling: Sibling): void {
  if (recipe === undefined) return;
  const { source, mended } = recipe;
  const kept = mended.changed ? sourceFromText(mended.text) : source;
  writeLogFile(sibling.log, "/", LOG_FILES.recipe, kept.toBytes());
}
