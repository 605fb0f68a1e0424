/** Puts a new file or directory in the place of what has its name, so that one of the two is always there. */
import { chmod, lstat, rename } from "node:fs/promises";
import { type Standing, standingAt } from "./target.ts";

/** How often another build may get in between before this one gives up. */
const ATTEMPTS = 20;

/** Two builds end at the same moment: what stands at the name is not what it was a moment ago. */
const IN_BETWEEN: readonly (string | undefined)[] = ["EEXIST", "ENOTEMPTY", "ENOENT", "EISDIR", "ENOTDIR"];

/**
 * A file replaces a file in one step. What a directory replaces, and a directory that is replaced, goes to `aside`
 * (then `aside-1`, ...) first, and back when the second step fails; the caller removes it. Of two at the same time the last one stays.
 * Rejects with the system's error; then the old one is in its place, and the new one where it was.
 */
export async function replace(from: string, to: string, aside: string): Promise<void> {
  const isDirectory = (await lstat(from)).isDirectory();
  for (let attempt = 0; ; attempt++) {
    try {
      const standing = await standingAt(to);
      if (isOneStep(isDirectory, standing)) await move(from, to);
      else await swap(from, to, attempt === 0 ? aside : `${aside}-${attempt}`);
      return;
    } catch (error) {
      const isTheirs = IN_BETWEEN.includes((error as NodeJS.ErrnoException).code);
      if (!isTheirs || attempt === ATTEMPTS) throw error;
    }
  }
}

function isOneStep(isDirectory: boolean, standing: Standing): boolean {
  return standing === "nothing" || (standing === "file" && !isDirectory);
}

async function swap(from: string, to: string, aside: string): Promise<void> {
  await move(to, aside);
  try {
    await move(from, to);
  } catch (error) {
    // Fails where another build has put its image there: then that one stays until the next attempt.
    await move(aside, to).catch(() => undefined);
    throw error;
  }
}

/** A directory that is closed to writing cannot be given another parent: it is opened for that moment. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EACCES") throw error;
    const { mode } = await lstat(from);
    if ((mode & 0o200) !== 0) throw error;
    await chmod(from, (mode & 0o7777) | 0o700);
    await rename(from, to).finally(() => chmod(to, mode & 0o7777).catch(() => chmod(from, mode & 0o7777)));
  }
}
