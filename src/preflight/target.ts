/** Whether the name of the image is free for a new image. */
import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { lookAt, objectionTo } from "../build/images.ts";
import { targetOf, whyUnmovable } from "../build/staging/target.ts";
import { describeFileError } from "../files/file-error.ts";
import { within } from "../host/programs.ts";
import { isSwitchedOn } from "./engine-settings.ts";
import type { Check, Obstacle } from "./obstacle.ts";

/** Source: Apptainer, cmd/internal/cli/build.go, checkBuildTarget; for what `--force` would destroy deflint is stricter. */
export const checkTarget: Check = async (question) => {
  const { args, io } = question;
  if (args.image === "") return [];
  const path = resolve(io.cwd, args.image);
  const [target, recipe] = await Promise.all([statOf(path), statOf(resolve(io.cwd, args.recipe))]);
  if (target !== undefined && target.ino === recipe?.ino && target.dev === recipe.dev)
    return [block("target-is-recipe", `${args.image} is the recipe itself`, "give the image another name")];
  const objection = await within(
    objectionTo(args.image, io.cwd).catch((error: unknown) => `${args.image}: ${describeFileError(error)}`),
  );
  if (objection !== undefined) return [block("target-is-no-image", objection, "give the image another name")];
  const unmovable = await within(whyUnmovable(targetOf(args.image, io.cwd)));
  if (unmovable !== undefined) return [block("target-unmovable", unmovable, "give the image another name")];
  const thing = await within(lookAt(path));
  if (thing === undefined || thing === "missing") return [];
  if (isSwitchedOn("force", question) || isSwitchedOn("update", question)) return [];
  return [
    block(
      "target-exists",
      `${args.image} exists, and Apptainer replaces nothing unasked`,
      "give -F (--force) to have it replaced once the new image is complete, or another name",
    ),
  ];
};

async function statOf(path: string): Promise<Stats | undefined> {
  return within(stat(path));
}

function block(name: string, message: string, cure: string): Obstacle {
  return { name, gravity: "blocking", message, cure };
}
