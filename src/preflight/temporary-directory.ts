/** Whether the directory that Apptainer unpacks into serves. */
import { isAbsolute } from "node:path";
import { type Place, readMounts } from "../host/places.ts";
import { formatBytes } from "../reporters/format-bytes.ts";
import { isFull, lookAtDirectory } from "./directory.ts";
import type { Check, Obstacle, Question } from "./obstacle.ts";
import { isOthers } from "./owners.ts";
import { temporaryOf } from "./temporary-place.ts";

/** Below this much room, in bytes, a build of a distribution's image with a few packages may end half way. */
const LITTLE = 4 * 2 ** 30;

/** A build takes some of this much memory for itself, in bytes, beside what it writes into a tmpfs. */
const LITTLE_MEMORY = 8 * 2 ** 30;

/**
 * Run on Apptainer 1.4.5: a directory that is missing, not writable, full or mounted noexec ends the build before or while the
 * base is unpacked; nodev only makes it warn.
 */
export const checkTemporaryDirectory: Check = async (question) => {
  const { path, source } = temporaryOf(question);
  const directory = await lookAtDirectory(path);
  const name = path === source ? path : `${path} (${source})`;
  if (!isAbsolute(path))
    return [
      block(
        "tmpdir-relative",
        `${name} is a relative path, with which Apptainer finds no mount point`,
        "give the whole path, beginning with a slash",
      ),
    ];
  if (directory.state === "silent") return [];
  if (directory.state !== "there")
    return [
      block(
        "tmpdir-missing",
        `${name}, where Apptainer is to unpack, ${directory.state === "missing" ? "is not there" : "is no directory"}`,
        `make it, or set ${question.prepared.prefix}_TMPDIR to a directory on a local disk`,
      ),
    ];
  return judge(directory.place, name, question);
};

async function judge(place: Place, name: string, question: Question): Promise<Obstacle[]> {
  const elsewhere = `set ${question.prepared.prefix}_TMPDIR to a directory on a local disk`;
  if (!place.writable) {
    const isCertain = await isOthers(place.realPath, question.prepared.facts);
    const message = `${name}, where Apptainer is to unpack, is not writable for you`;
    return [{ name: "tmpdir-not-writable", gravity: isCertain ? "blocking" : "warning", message, cure: elsewhere }];
  }
  if (place.noexec === true)
    return [block("tmpdir-noexec", `${name} is mounted noexec, and Apptainer refuses to unpack there`, elsewhere)];
  if (isFull(place))
    return [block("tmpdir-full", `the disk of ${name}, where Apptainer is to unpack, is full`, elsewhere)];
  return [
    ...ofKind(place, name, question, elsewhere),
    ...ofRoom(place, name, elsewhere),
    ...(await ofDevices(place, name)),
  ];
}

function ofKind(place: Place, name: string, { prepared }: Question, cure: string): Obstacle[] {
  if (place.class === "network") {
    const owners =
      prepared.mode === "subuid"
        ? "its server does not know your subordinate ids, so that unpacking fails with permission or ownership errors"
        : "unpacking many small files is slow there, and extended attributes or owners may be refused";
    return [warn("tmpdir-on-network", `${name} lies on ${place.kind}, a network file system: ${owners}`, cure)];
  }
  const { limitBytes, totalBytes } = prepared.facts.memory;
  const memory = Math.min(limitBytes ?? totalBytes, totalBytes);
  if (place.class !== "memory" || memory >= LITTLE_MEMORY) return [];
  return [
    warn(
      "tmpdir-in-memory",
      `${name} is ${place.kind}: what the build unpacks there counts as memory, of which you may have ${formatBytes(memory)}`,
      `${cure}, or ask for more memory`,
    ),
  ];
}

function ofRoom({ freeBytes, totalBytes }: Place, name: string, cure: string): Obstacle[] {
  if (totalBytes === 0 || freeBytes >= LITTLE) return [];
  return [
    warn(
      "tmpdir-room",
      `only ${formatBytes(freeBytes)} are free in ${name}, where Apptainer is to unpack: the whole image has to fit in, and what %post leaves`,
      cure,
    ),
  ];
}

async function ofDevices({ realPath }: Place, name: string): Promise<Obstacle[]> {
  const mounts = (await readMounts("/proc")) ?? [];
  if (!mounts.some(({ point, options }) => point === realPath && options.includes("nodev"))) return [];
  return [
    {
      name: "tmpdir-nodev",
      gravity: "note",
      message: `${name} is mounted nodev, of which Apptainer warns; builds without root make no devices`,
      cure: "nothing has to be done",
    },
  ];
}

function block(name: string, message: string, cure: string): Obstacle {
  return { name, gravity: "blocking", message, cure };
}

function warn(name: string, message: string, cure: string): Obstacle {
  return { name, gravity: "warning", message, cure };
}
