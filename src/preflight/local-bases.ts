/** Whether the local images that a recipe starts from are there, and images. */
import { lookAt, type Thing } from "../build/images.ts";
import { within } from "../host/programs.ts";
import type { Check, Obstacle, Question } from "./obstacle.ts";
import { isOthers } from "./owners.ts";
import { type LocalBase, localBasesOf, runsOnHost } from "./stages.ts";

type Problem = Omit<Obstacle, "gravity">;

/** Run on Apptainer 1.4.5: each of these ends the build. Any directory with something in it may pass for a sandbox. */
const PROBLEMS: Readonly<Partial<Record<Thing | "denied", (image: string) => Problem>>> = {
  missing: (image) => ({
    name: "base-missing",
    message: `${image}, which the recipe starts from, is not there`,
    cure: "correct the path, or start the build elsewhere: it counts from the directory that you build in",
  }),
  denied: (image) => ({
    name: "base-unreadable",
    message: `${image}, which the recipe starts from, is not readable for you`,
    cure: "ask its owner for the right to read it",
  }),
  "unknown-file": notAnImage,
  "empty-file": notAnImage,
  "empty-directory": (image) => ({
    name: "base-is-no-image",
    message: `${image}, which the recipe starts from, is an empty directory`,
    cure: "name a SIF image or a sandbox",
  }),
};

/** What `%pre` or `%setup` may still make is left alone. */
export const checkLocalBases: Check = async (question) => {
  const { document } = question;
  if (document === undefined) return [];
  const bases = localBasesOf(question).filter(({ stage }) => !runsOnHost(document, stage.stage.index));
  return (await Promise.all(bases.map((base) => judge(base, question)))).flat();
};

async function judge({ reference: { image }, path, stage }: LocalBase, { prepared }: Question): Promise<Obstacle[]> {
  const thing = await within(
    lookAt(path).catch((error: NodeJS.ErrnoException) => (error.code === "EACCES" ? ("denied" as const) : undefined)),
  );
  // Without a script nothing is run in an empty root file system, and the build may end well.
  if (thing === undefined || (thing === "empty-directory" && stage.scripts.length === 0)) return [];
  if (thing === "denied" && !(await isOthers(path, prepared.facts))) return [];
  const problem = PROBLEMS[thing]?.(image);
  return problem === undefined ? [] : [{ gravity: "blocking", ...problem }];
}

function notAnImage(image: string): Problem {
  return {
    name: "base-is-no-image",
    message: `${image}, which the recipe starts from, is no image that Apptainer knows`,
    cure: "name a SIF image or a sandbox; a download that was cut off has to be fetched again",
  };
}
