/** Finds out whether an engine that outlived its deflint still works in a directory of it. */
import { readdir, readFile } from "node:fs/promises";

/**
 * The process (its number) that was given the directory in its words or its environment; of other people's processes only
 * the words can be read. `name` is the last part of the path, which is random enough.
 */
export async function userOf(name: string, proc = "/proc"): Promise<number | undefined> {
  const pids = (await readdir(proc).catch(() => [])).filter((entry) => /^\d+$/.test(entry));
  const users = await Promise.all(
    pids.map(async (pid) => {
      const read = (file: string) => readFile(`${proc}/${pid}/${file}`).catch(() => Buffer.alloc(0));
      const [words, environment] = await Promise.all([read("cmdline"), read("environ")]);
      return words.includes(`${name}/`) || environment.includes(`${name}/`) ? Number(pid) : undefined;
    }),
  );
  return users.find((pid) => pid !== undefined);
}
