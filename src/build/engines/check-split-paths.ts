/** Whether the engine would take the names of its own directories apart. */
import { dirname, resolve } from "node:path";
import { isSwitchedOn, settingOf } from "../../preflight/engine-settings.ts";
import type { Check, Obstacle, Question } from "../../preflight/obstacle.ts";
import { splitFlawOf } from "./split-paths.ts";

/** The temporary directory, and for a sandbox the directory of the image, where it is put together. */
export const checkSplitPaths: Check = (question) => {
  const { args, prepared, io } = question;
  const found: Obstacle[] = [];
  const temporary = temporaryOf(question);
  const flaw = splitFlawOf(temporary);
  if (flaw !== undefined) {
    found.push({
      name: "tmpdir-split",
      gravity: "blocking",
      message: `${temporary}, where the build unpacks, ${flaw}, and the build ends there`,
      cure: `set ${prepared.prefix}_TMPDIR to a directory without one`,
    });
  }
  const directory = dirname(resolve(io.cwd, args.image));
  const named = /\n/.test(directory) ? "has a line end in its name" : splitFlawOf(directory);
  if (isSwitchedOn("sandbox", question) && named !== undefined) {
    found.push({
      name: "target-directory-split",
      gravity: "blocking",
      message: `${directory}, where the sandbox is put together, ${named}, and the build ends there`,
      cure: "build the sandbox in a directory without it and move it there afterwards",
    });
  }
  return found;
};

function temporaryOf(question: Question): string {
  const { io, prepared } = question;
  const { engineTmp, parent } = prepared.space;
  const own = engineTmp === undefined ? undefined : "path" in engineTmp ? engineTmp.path : parent;
  return resolve(io.cwd, own ?? settingOf("tmpdir", question) ?? (io.env.TMPDIR || "/tmp"));
}
