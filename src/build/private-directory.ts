/** Makes the directory that is a build's own, and removes it whatever the build left inside. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, lstat, mkdir, mkdtemp, readdir, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { BuildMode } from "#rules/define-rule.ts";
import { findProgram } from "../files/find-program.ts";
import type { HostFacts } from "./host.ts";
import { ROOMS, type SpacePlan } from "./space.ts";

/** What the names of private directories begin with. */
export const PRIVATE_PREFIX = "deflint-";

/** Makes a fresh directory (mode 0700) below the plan's parent, with the rooms that the plan needs, and returns its path. */
export async function makePrivateDirectory(plan: SpacePlan, parent: string): Promise<string> {
  const directory = await mkdtemp(join(parent, PRIVATE_PREFIX));
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

/**
 * Removes a private directory with everything in it. Symbolic links are removed, never followed. In mode subuid what is left
 * may belong to subordinate ids, which only their user namespace can delete. Returns false when something had to stay.
 */
export async function removePrivateDirectory(
  directory: string,
  mode: BuildMode,
  facts: HostFacts,
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  if (await removeTree(directory)) return true;
  if (mode === "subuid") await removeAsMappedRoot(directory, facts, env);
  return removeTree(directory);
}

async function removeTree(path: string): Promise<boolean> {
  const entry = await lstat(path).catch(() => undefined);
  if (entry === undefined) return true;
  if (!entry.isDirectory()) return unlink(path).then(() => true, isGone);
  const children = await readdir(path).catch(async () => {
    // A directory that the recipe closed to its own owner.
    await chmod(path, 0o700).catch(() => undefined);
    return readdir(path).catch(() => []);
  });
  if (children.length > 0 && (entry.mode & 0o300) !== 0o300) await chmod(path, 0o700).catch(() => undefined);
  let all = true;
  for (const child of children) all = (await removeTree(join(path, child))) && all;
  return rmdir(path).then(() => all, isGone);
}

function isGone(error: NodeJS.ErrnoException): boolean {
  return error.code === "ENOENT";
}

/**
 * `rm` in a user namespace with the maps that Apptainer's had: the user as 0, the range from 1 on. Done by newuidmap
 * rather than `unshare --map-auto`, which util-linux has from 2.38 on only (EL 8 and 9 have older ones).
 */
async function removeAsMappedRoot(directory: string, facts: HostFacts, env: NodeJS.ProcessEnv): Promise<void> {
  const find = (name: string) => findProgram(name, env.PATH);
  const [unshare, sh, id] = [find("unshare"), find("sh"), find("id")];
  const [newuidmap, newgidmap] = [find("newuidmap"), find("newgidmap")];
  const { uid, subuid, subgid } = facts;
  if (!unshare || !sh || !newuidmap || !newgidmap || !id || uid === undefined || !subuid || !subgid) return;
  const gid = (await output(id, ["-g"], env)).trim();
  // The shell is fixed text; the directory is its $0. It waits for a line until the maps stand, then becomes rm.
  const script = 'read -r _ && exec rm -rf --one-file-system -- "$0"';
  const child = spawn(unshare, ["-U", sh, "-c", script, directory], {
    env,
    stdio: ["pipe", "ignore", "ignore"],
    timeout: 600_000,
  });
  const ended = once(child, "exit").catch(() => undefined);
  child.stdin.on("error", () => undefined);
  if (child.pid === undefined) return;
  // unshare needs a moment before the namespace is there; newuidmap refuses until then.
  for (let attempt = 0; attempt < 50; attempt++) {
    const mapped = await succeeds(
      newuidmap,
      [`${child.pid}`, "0", `${uid}`, "1", "1", `${subuid.start}`, `${subuid.count}`],
      env,
    );
    if (mapped) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await succeeds(newgidmap, [`${child.pid}`, "0", gid, "1", "1", `${subgid.start}`, `${subgid.count}`], env);
  child.stdin.end("\n");
  await ended;
}

async function succeeds(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<boolean> {
  const child = spawn(program, args, { env, stdio: "ignore" });
  const [code] = await once(child, "exit").catch(() => [1]);
  return code === 0;
}

async function output(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  await once(child, "close").catch(() => undefined);
  return text;
}
