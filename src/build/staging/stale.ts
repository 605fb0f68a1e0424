/** Clears away what builds left that were killed or cut off with their host. */
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { geteuid } from "node:process";
import { describeFileError } from "../../files/file-error.ts";
import { stateOf } from "../../files/process-identity.ts";
import { readMark } from "./owner.ts";
import { userOf } from "./still-used.ts";

/** Which directories to look for, and what to do with one whose build is gone. */
export interface StaleSearch {
  readonly parent: string;
  readonly prefix: string;
  /** Only directories that were made for it. */
  readonly purpose: string;
  /** Where in a directory its mark is. */
  markOf(directory: string): string;
  /** Done before the removal; the sentence is for the person. */
  rescue?(directory: string): Promise<string | undefined>;
  remove(directory: string): Promise<boolean>;
}

/**
 * Removes those of this host whose process has ended. Those of other hosts, and those in which an engine still works, are left
 * alone. Returns what the person should know, one sentence each. Never rejects.
 */
export async function clearStale(search: StaleSearch): Promise<string[]> {
  const names = await readdir(search.parent).catch(() => []);
  const sentences: string[] = [];
  for (const name of names.filter((one) => one.startsWith(search.prefix))) {
    const directory = join(search.parent, name);
    // A mark is believed only where nobody else can have written it: these directories may stand in /tmp.
    const found = await lstat(directory).catch(() => undefined);
    if (!found?.isDirectory() || found.uid !== geteuid?.() || (found.mode & 0o022) !== 0) continue;
    const mark = await readMark(search.markOf(directory));
    if (mark === undefined || mark.purpose !== search.purpose) continue;
    const state = await stateOf(mark);
    if (state === "at work") continue;
    if (state === "elsewhere") {
      sentences.push(`${directory} belongs to a build on ${mark.host}; if that one is no longer running, delete it`);
      continue;
    }
    sentences.push(...(await clearOne(search, directory, name)));
  }
  return sentences;
}

async function clearOne(search: StaleSearch, directory: string, name: string): Promise<string[]> {
  const user = await userOf(name);
  if (user !== undefined)
    return [`${directory} is left of a build that was killed, and process ${user} still works in it`];
  let rescued: string | undefined;
  try {
    rescued = await search.rescue?.(directory);
  } catch (error) {
    return [
      `${directory} is left of a build that was killed and holds what it had set aside: ${describeFileError(error)}`,
    ];
  }
  const isRemoved = await search.remove(directory);
  const removal = isRemoved
    ? `removed ${directory}, left of a build that was killed`
    : `${directory} is left of a build that was killed and could not be removed whole; it is yours to delete`;
  return rescued === undefined ? [removal] : [rescued, removal];
}
