/** What stands at a path. */
import { lstatSync, realpathSync, statSync } from "node:fs";

/** Whether a directory is there, or a link to one. Never throws. */
export function isDirectoryAt(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Whether a file is there, or a link to one. Never throws. */
export function isFileAt(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Whether anything is there, a link to nothing too. Never throws. */
export function existsAt(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** The path without symbolic links; the same where there is none to follow. Never throws. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
