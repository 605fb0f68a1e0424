/** Gives a build its private directory, and takes it away again whatever happens. */
import { describeFileError } from "../files/file-error.ts";
import type { Building } from "./building.ts";
import { clearPrivateDirectories, makePrivateDirectory } from "./private-directory.ts";
import { removeTree } from "./remove-tree.ts";
import { say } from "./say.ts";

/** Calls `work` with a fresh private directory, or without one where the space plan needs none. */
export async function withPrivateDirectory<T>(
  { prepared, io }: Building,
  work: (directory: string | undefined) => Promise<T>,
): Promise<T> {
  const { space, facts } = prepared;
  if (space.parent === undefined) return work(undefined);
  for (const sentence of await clearPrivateDirectories(space.parent, facts, io.env)) say(io, sentence);
  const directory = await makePrivateDirectory(space, space.parent).catch((error) => {
    throw new Error(`${space.parent}: no private directory can be made there: ${describeFileError(error)}`);
  });
  try {
    return await work(directory);
  } finally {
    if (!(await removeTree(directory, facts, io.env)))
      say(io, `${directory} could not be removed whole; it is yours to delete`);
  }
}
