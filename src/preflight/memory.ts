/** Whether there is memory for the build: login nodes often allow a user a few gigabytes. */
import { valuesOf } from "../build/command-line/arguments.ts";
import { isAtLeast } from "../host/engine.ts";
import { formatBytes } from "../reporters/format-bytes.ts";
import { isSwitchedOn } from "./engine-settings.ts";
import type { Check, Question } from "./obstacle.ts";

/** Package managers and compilers take a few gigabytes; below this, in bytes, they are killed now and then. */
const LITTLE = 4 * 2 ** 30;

/** mksquashfs takes up to a quarter of the machine's memory, whatever the control group allows (squashfs-tools, mksquashfs(1), -mem). */
const SHARE_OF_MKSQUASHFS = 1 / 4;

export const checkMemory: Check = (question) => {
  const { totalBytes, limitBytes } = question.prepared.facts.memory;
  const memory = Math.min(limitBytes ?? totalBytes, totalBytes);
  const packing = packsTooMuch(question, totalBytes * SHARE_OF_MKSQUASHFS, memory);
  if (memory >= LITTLE && !packing) return [];
  const limit = limitBytes !== undefined && limitBytes < totalBytes ? "this session is limited to" : "this machine has";
  return [
    {
      name: "little-memory",
      gravity: "warning",
      message: packing
        ? `${limit} ${formatBytes(memory)} of memory, and mksquashfs, which packs the image at the end, takes up to ${formatBytes(totalBytes * SHARE_OF_MKSQUASHFS)}: it may be killed`
        : `${limit} ${formatBytes(memory)} of memory: what %post runs may be killed`,
      cure: cureFor(question, packing),
    },
  ];
};

function packsTooMuch(question: Question, wanted: number, memory: number): boolean {
  const { args } = question;
  const isBounded = valuesOf(args, "mksquashfs-args").some((words) => /(?:^|\s)-mem\b/.test(words));
  return !isSwitchedOn("sandbox", question) && !isBounded && wanted > memory / 2;
}

function cureFor({ prepared: { facts } }: Question, packing: boolean): string {
  const { engine } = facts;
  const job = "build in a job that asks for more memory";
  const hasFlag = engine?.kind === "apptainer" && isAtLeast(engine.version, "1.4") === true;
  return packing && hasFlag ? `give --mksquashfs-args "-mem 1G -processors 2", or ${job}` : job;
}
