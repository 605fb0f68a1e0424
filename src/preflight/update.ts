import { resolve } from "node:path";
import { lookAt } from "../build/images.ts";
import { within } from "../host/programs.ts";
import { isSwitchedOn } from "./engine-settings.ts";
import type { Check, Obstacle } from "./obstacle.ts";

/** What `--update` asks of the image. Source: Apptainer, cmd/internal/cli/build.go, checkBuildTarget. */
export const checkUpdate: Check = async (question) => {
  const { args, io } = question;
  if (args.image === "" || !isSwitchedOn("update", question)) return [];
  if (!isSwitchedOn("sandbox", question))
    return [block("Apptainer updates sandboxes only, and --sandbox is not given", "give --sandbox beside --update")];
  const thing = await within(lookAt(resolve(io.cwd, args.image)));
  if (thing === "missing")
    return [block(`${args.image} is not there, so there is nothing to update`, "leave out --update")];
  if (thing === undefined || /directory|sandbox/.test(thing)) return [];
  return [
    block(
      `${args.image} is no directory, and Apptainer updates sandboxes only`,
      "leave out --update, or name a sandbox",
    ),
  ];
};

function block(message: string, cure: string): Obstacle {
  return { name: "cannot-update", gravity: "blocking", message, cure };
}
