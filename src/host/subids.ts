/** Whether the user has ranges of subordinate ids, as Apptainer looks for them. */
import { readFile } from "node:fs/promises";
import { type Ask, within } from "./programs.ts";

/** A range of ids on the host that a user may map into a user namespace. */
export interface IdRange {
  readonly start: number;
  readonly count: number;
}

/** Apptainer takes no smaller range (internal/pkg/fakeroot/fakeroot.go, validRangeCount). */
const SMALLEST_RANGE = 65536;

/**
 * The user's range in `/etc/subuid` or `/etc/subgid`, found by name or uid; where the file has none, what
 * `getsubids` says (Apptainer 1.4 asks libsubid too). `null`: there is none; `undefined`: could not be learned.
 */
export async function findRange(
  file: string,
  user: string | undefined,
  uid: number | undefined,
  getsubids: {
    readonly program: string | undefined;
    readonly group: boolean;
    readonly ask: Ask;
    readonly env: NodeJS.ProcessEnv;
  },
): Promise<IdRange | null | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) =>
    error.code === "ENOENT" ? "" : undefined,
  );
  const fromFile = text?.split("\n").flatMap((line) => rangeOf(line, [user, uid?.toString()]))[0];
  if (fromFile !== undefined) return fromFile;
  if (getsubids.program !== undefined && user !== undefined) {
    const answer = await within(
      getsubids.ask(getsubids.program, [...(getsubids.group ? ["-g"] : []), user], getsubids.env),
    );
    for (const line of answer?.code === 0 ? answer.stdout.split("\n") : []) {
      const [, start, count] = /^\d+: \S+ (\d+) (\d+)$/.exec(line) ?? [];
      if (start !== undefined && Number(count) >= SMALLEST_RANGE) return { start: Number(start), count: Number(count) };
    }
  }
  return text === undefined ? undefined : null;
}

function rangeOf(line: string, names: readonly (string | undefined)[]): IdRange[] {
  const [name, start, count] = line.trim().split(":");
  if (
    name === undefined ||
    name === "" ||
    !names.includes(name) ||
    !/^\d+$/.test(start ?? "") ||
    !(Number(count) >= SMALLEST_RANGE)
  )
    return [];
  return [{ start: Number(start), count: Number(count) }];
}
