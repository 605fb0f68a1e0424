/** Whether downloads can be kept. Apptainer goes on without its cache (run: read-only, or a file), so nothing here blocks. */
import { dirname, join, resolve } from "node:path";
import { effectiveValue, isLost, lastEntry } from "#rules/knowledge/recipe/header-entries.ts";
import { isUri } from "../build/images.ts";
import type { Place } from "../host/places.ts";
import { formatBytes } from "../reporters/format-bytes.ts";
import { type Directory, lookAtDirectory } from "./directory.ts";
import { isSwitchedOn, settingOf } from "./engine-settings.ts";
import type { Check, Obstacle, Question } from "./obstacle.ts";

/** Less room than this for downloads is worth a word, in bytes. */
const LITTLE = 2 * 2 ** 30;

const DOWNLOADING: readonly string[] = ["docker", "library", "oras", "shub"];

export const checkDownloadCache: Check = async (question) => {
  if (!downloads(question) || isSwitchedOn("disable-cache", question)) return [];
  const path = cacheOf(question);
  if (path === undefined) return [];
  const place = await nearest(path);
  if (place === undefined) return [];
  const name = `${question.prepared.prefix}_CACHEDIR`;
  const cure = `set ${name} to a directory with room, on a project's disk or a local one`;
  if (!place.writable)
    return [warn("cache-not-writable", `downloads cannot be kept in ${path}, which is not writable for you`, cure)];
  if (place.totalBytes === 0 || place.freeBytes >= LITTLE) return [];
  return [
    warn("cache-room", `only ${formatBytes(place.freeBytes)} are free in ${path}, where downloads are kept`, cure),
  ];
};

function downloads({ document, args }: Question): boolean {
  if (document === undefined) return isUri(args.recipe);
  return document.stages.some((stage) => {
    const entry = lastEntry(stage.stage, "bootstrap");
    return entry !== undefined && !isLost(entry) && DOWNLOADING.includes(effectiveValue(entry, stage) ?? "");
  });
}

function cacheOf(question: Question): string | undefined {
  const { space } = question.prepared;
  if (space.engineCache !== undefined) return space.parent;
  const given = settingOf("cachedir", question);
  if (given !== undefined) return resolve(question.io.cwd, given);
  const { HOME } = question.io.env;
  return HOME ? join(HOME, ".apptainer") : undefined;
}

/** The directory, or the nearest one above it: Apptainer makes what is missing. */
async function nearest(path: string): Promise<Place | undefined> {
  for (let at = path; ; at = dirname(at)) {
    const found: Directory = await lookAtDirectory(at);
    if (found.state === "there") return found.place;
    if (found.state !== "missing" || at === dirname(at)) return undefined;
  }
}

function warn(name: string, message: string, cure: string): Obstacle {
  return { name, gravity: "warning", message, cure };
}
