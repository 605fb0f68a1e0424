/** Answers kept between runs: one small file a key. Whatever is wrong with them or their directory is no trouble. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
// The number only: what the process is, reads and prints stays with main.ts.
import { pid } from "node:process";

export interface AnswerStore {
  /** What was kept under a key (hexadecimal digits). */
  read(key: string): string | undefined;
  keep(key: string, text: string): void;
}

const DAY = 86_400_000;

/** Days after which an entry that nobody asked for goes. */
const LIFETIME = 30;

/** Directories above that of an entry that may be missing: ours, deflint and .cache; a home that is not there is not made. */
const DEEPEST = 3;

/** Keeps nothing. */
export const NO_STORE: AnswerStore = { read: () => undefined, keep: () => {} };

/** A store in a directory of its own, which need not exist. Its methods never throw. */
export function openStore(directory: string): AnswerStore {
  let isTidied = false;
  const pathOf = (key: string) => join(directory, key.slice(0, 2), key.slice(2));
  return {
    read: (key) =>
      attempt(() => {
        const path = pathOf(key);
        const found = statSync(path, { throwIfNoEntry: false });
        // What is no file might keep us waiting.
        if (found?.isFile() !== true) return undefined;
        // Once a day is enough to tell what is in use.
        if (Date.now() - found.mtimeMs > DAY) attempt(() => utimesSync(path, new Date(), new Date()));
        return readFileSync(path, "utf8");
      }),
    keep: (key, text) => {
      attempt(() => {
        const path = pathOf(key);
        makeDirectory(dirname(path), DEEPEST);
        const draft = `${path}.${pid}`;
        try {
          writeFileSync(draft, text);
          renameSync(draft, path);
        } catch (error) {
          rmSync(draft, { force: true });
          throw error;
        }
        if (!isTidied) tidy(directory);
        isTidied = true;
      });
    },
  };
}

/**
 * Makes a directory and what is missing above it. Node's own way never ends where a directory cannot be made in one that is
 * there, as below /proc or where homes are mounted on demand.
 */
function makeDirectory(path: string, levels: number): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    if (code !== "ENOENT" || levels === 0) throw error;
    makeDirectory(dirname(path), levels - 1);
    mkdirSync(path, { mode: 0o700 });
  }
}

/** Drops what was not used for long, at most once a day. */
function tidy(directory: string): void {
  const mark = join(directory, "tidied");
  if ((attempt(() => statSync(mark).mtimeMs) ?? 0) > Date.now() - DAY) return;
  writeFileSync(mark, "");
  for (const folder of readdirSync(directory, { withFileTypes: true })) {
    if (!folder.isDirectory() || !/^[0-9a-f]{2}$/.test(folder.name)) continue;
    for (const name of readdirSync(join(directory, folder.name))) {
      const path = join(directory, folder.name, name);
      attempt(() => {
        if (statSync(path).mtimeMs < Date.now() - LIFETIME * DAY) rmSync(path);
      });
    }
  }
}

function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
