/** Whether the directory of the image takes one: Apptainer finds out about a SIF after everything else is done. */
import { dirname, resolve } from "node:path";
import type { Place } from "../host/places.ts";
import { formatBytes } from "../reporters/format-bytes.ts";
import { type Directory, isFull, lookAtDirectory } from "./directory.ts";
import { isSwitchedOn } from "./engine-settings.ts";
import type { Check, Obstacle } from "./obstacle.ts";

/** Less room than this is worth a word, in bytes: few images are smaller. */
const LITTLE = 2 ** 30;

/** Run on Apptainer 1.4.5: a missing, read-only or full directory fails a SIF build at its end, a sandbox at its start. */
export const checkTargetDirectory: Check = async (question) => {
  const { args, io } = question;
  if (args.image === "") return [];
  const path = dirname(resolve(io.cwd, args.image));
  const directory = await lookAtDirectory(path);
  if (directory.state !== "there") return withoutDirectory(directory, path);
  const { place } = directory;
  // Where Apptainer itself could, deflint cannot: the new image is made beside the old one.
  if (!place.writable)
    return [
      block(
        "target-not-writable",
        `${path}, where the new image is to be made, is not writable for you`,
        "name an image in a directory of your own",
      ),
    ];
  if (isFull(place))
    return [block("target-full", `the disk of ${path} is full`, "make room there, or name an image on another disk")];
  return isSwitchedOn("sandbox", question) ? ofSandbox(place) : littleRoom(place);
};

function withoutDirectory({ state }: Directory, path: string): Obstacle[] {
  if (state === "silent") return [];
  const what = state === "missing" ? "is not there" : "is no directory";
  return [block("target-directory-missing", `${path}, where the image is to be, ${what}`, `make it: mkdir -p ${path}`)];
}

function ofSandbox(place: Place): Obstacle[] {
  if (place.noexec === true)
    return [
      block(
        "target-noexec",
        `${place.path} is mounted noexec, and Apptainer makes no sandbox there`,
        "put the sandbox on another file system, or build a SIF",
      ),
    ];
  if (place.class !== "network") return littleRoom(place);
  return [
    {
      name: "target-on-network",
      gravity: "warning",
      message: `the sandbox will lie on ${place.kind}, a network file system: its many small files make the build slow, and owners other than you may be refused`,
      cure: "put the sandbox on a local disk, or build a SIF",
    },
    ...littleRoom(place),
  ];
}

function littleRoom(place: Place): Obstacle[] {
  if (place.totalBytes === 0 || place.freeBytes >= LITTLE) return [];
  return [
    {
      name: "target-room",
      gravity: "warning",
      message: `only ${formatBytes(place.freeBytes)} are free in ${place.path}, where the image is to be`,
      cure: "make room there, or name an image on another disk",
    },
  ];
}

function block(name: string, message: string, cure: string): Obstacle {
  return { name, gravity: "blocking", message, cure };
}
