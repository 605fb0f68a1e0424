/** Removes a directory with everything in it, whatever a build left inside. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, lstat, readdir, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { findProgram } from "../files/find-program.ts";
import type { HostFacts } from "../host/probe-host.ts";

/**
 * Symbolic links are removed, never followed. Files may belong to subordinate ids, which only their user namespace can
 * delete. Resolves to false when something had to stay; a path where nothing is counts as removed.
 */
export async function removeTree(path: string, facts: HostFacts, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (await removeOwn(path)) return true;
  await removeAsMappedRoot(path, facts, env);
  return removeOwn(path);
}

async function removeOwn(path: string): Promise<boolean> {
  const entry = await lstat(path).catch(() => undefined);
  if (entry === undefined) return true;
  if (!entry.isDirectory()) return unlink(path).then(() => true, isGone);
  return removeDirectory(path);
}

async function removeDirectory(path: string): Promise<boolean> {
  // A directory that the recipe closed to its own owner is opened first.
  const list = () => readdir(path, { withFileTypes: true });
  const children = await list().catch(() => chmod(path, 0o700).then(list, () => []));
  let isOpened = false;
  let isAll = true;
  for (const child of children) {
    const inside = join(path, child.name);
    let isRemoved = await (child.isDirectory() ? removeDirectory(inside) : unlink(inside).then(() => true, isGone));
    if (!isRemoved && !isOpened) {
      isOpened = true;
      await chmod(path, 0o700).catch(() => undefined);
      isRemoved = await removeOwn(inside);
    }
    isAll = isRemoved && isAll;
  }
  return rmdir(path).then(() => isAll, isGone);
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
    // A Ctrl-C that a person repeats goes to the whole process group, and must not leave half of it.
    detached: true,
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
