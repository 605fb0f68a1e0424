/** Says whose a temporary directory is, so that a later build knows the directories of builds that were killed. */
import { readFile, writeFile } from "node:fs/promises";
import { identifyProcess, type ProcessIdentity } from "../../files/process-identity.ts";

/** The process that made a directory. */
export interface OwnerMark extends ProcessIdentity {
  /** What the directory is for. */
  readonly purpose: string;
}

/** Writes the mark of this process. */
export async function writeMark(path: string, purpose: string): Promise<void> {
  const mark: OwnerMark = { ...identifyProcess(), purpose };
  await writeFile(path, `${JSON.stringify(mark)}\n`, { flag: "wx", mode: 0o600 });
}

/** The mark at a path; undefined where there is none that can be understood. */
export async function readMark(path: string): Promise<OwnerMark | undefined> {
  try {
    const read: unknown = JSON.parse(await readFile(path, "utf8"));
    return isMark(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

function isMark(read: unknown): read is OwnerMark {
  const mark = read as Partial<OwnerMark> | null;
  return (
    typeof mark === "object" &&
    typeof mark?.pid === "number" &&
    [mark.host, mark.boot, mark.namespace, mark.started, mark.purpose].every((text) => typeof text === "string")
  );
}
