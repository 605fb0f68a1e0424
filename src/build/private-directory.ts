/** Makes the directory that is a build's own: what %post sees as /tmp, and the engine's temporary files. */
import { chmod, mkdir, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import type { HostFacts } from "../host/probe-host.ts";
import { ROOMS, type SpacePlan } from "./plan/space.ts";
import { removeTree } from "./remove-tree.ts";
import { writeMark } from "./staging/owner.ts";
import { clearStale } from "./staging/stale.ts";

/** What the names of private directories begin with. */
export const PRIVATE_PREFIX = "deflint-";

/** What the mark of a private directory says it is for, and its name there. */
const PURPOSE = "private directory";
const MARK = "mark";

/** Makes a fresh directory (mode 0700) below the plan's parent, with the rooms that the plan needs, and returns its path. */
export async function makePrivateDirectory(plan: SpacePlan, parent: string): Promise<string> {
  const directory = await mkdtemp(join(parent, PRIVATE_PREFIX));
  await writeMark(join(directory, MARK), PURPOSE);
  for (const destination of plan.binds) {
    const room = join(directory, ROOMS[destination]);
    await mkdir(room, { mode: 0o700 });
    // chmod, since the mode of mkdir is cut by the umask. The outer directory stays 0700: no one else on the host gets in.
    await chmod(room, plan.sticky ? 0o1777 : 0o700);
  }
  if (plan.engineTmp !== undefined && "room" in plan.engineTmp)
    await mkdir(join(directory, ROOMS.build), { mode: 0o700 });
  if (plan.engineCache !== undefined) await mkdir(join(directory, ROOMS.cache), { mode: 0o700 });
  return directory;
}

/** Removes the private directories of killed builds. Returns what the person should know. */
export function clearPrivateDirectories(parent: string, facts: HostFacts, env: NodeJS.ProcessEnv): Promise<string[]> {
  return clearStale({
    parent,
    prefix: PRIVATE_PREFIX,
    purpose: PURPOSE,
    markOf: (directory) => join(directory, MARK),
    remove: (directory) => removeTree(directory, facts, env),
  });
}
