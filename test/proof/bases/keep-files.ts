/** Files that are made once and kept: their names hold a digest of what they are made from. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

export interface KeptFiles {
  /** What was made under a name in this run, or what `make` makes. */
  once(name: string, make: () => Promise<string>): Promise<string>;
  /** The path of `NAME-DIGEST.EXTENSION`, made where it is not there yet; what an older making has left goes then. */
  keep(name: string, from: string, make: (path: string) => Promise<void>): Promise<string>;
}

/** Keeps files in a directory that is there. `say` is told what is made anew. */
export function keepFiles(directory: string, say: (what: string) => void): KeptFiles {
  const made = new Map<string, Promise<string>>();
  const once = (name: string, make: () => Promise<string>): Promise<string> => {
    const known = made.get(name) ?? make();
    made.set(name, known);
    return known;
  };
  const keep = (name: string, from: string, make: (path: string) => Promise<void>): Promise<string> =>
    once(name, async () => {
      const [stem, extension] = name.split(".");
      const digest = createHash("sha256").update(from).digest("hex").slice(0, 12);
      const path = join(directory, `${stem}-${digest}.${extension}`);
      if (existsSync(path)) return path;
      for (const old of readdirSync(directory)) {
        if (new RegExp(`^${stem}-[0-9a-f]{12}\\.${extension}$`).test(old)) rmSync(join(directory, old));
      }
      say(`making ${path}`);
      // Under another name first: another proof may run beside this one.
      const unfinished = path.replace(/(\.[^.]+)$/, `.${process.pid}$1`);
      await make(unfinished);
      renameSync(unfinished, path);
      return path;
    });
  return { once, keep };
}
