/** Whose a path is: in a user namespace Apptainer is root over what the user and the user's subordinate ids own. */
import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { HostFacts } from "../host/probe-host.ts";
import { within } from "../host/programs.ts";

/**
 * Whether a path, or what is above it where the path itself cannot be seen, belongs to somebody else for certain. What is the
 * user's own may lack rights, and Apptainer 1.4.5 still reads and writes it (run with a namespace, against a directory of mode 555).
 */
export async function isOthers(path: string, { uid, subuid }: Pick<HostFacts, "uid" | "subuid">): Promise<boolean> {
  const owner = (await nearestVisible(path))?.uid;
  if (owner === undefined || uid === undefined || owner === uid) return false;
  return subuid === null || (subuid !== undefined && (owner < subuid.start || owner >= subuid.start + subuid.count));
}

async function nearestVisible(path: string): Promise<Stats | undefined> {
  for (let at = path; ; at = dirname(at)) {
    const found = await within(stat(at));
    if (found !== undefined || at === dirname(at)) return found;
  }
}
