/** The temporary files of `writeAtomically`: their names say whose they are, so that those of a killed process can be told. */
import { createHash, randomBytes } from "node:crypto";
import { lstatSync, readdirSync, unlinkSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { identifyHome, identifyProcess, type ProcessHome, stateOf } from "./process-identity.ts";

/** Milliseconds after which a draft of another host is taken for a leftover: to write one takes some of them, not a day. */
const LONGEST_LIFE = 24 * 60 * 60 * 1000;

/** Bytes; a name may have 255, and what is added has 70 at the most. */
const LONGEST_STEM = 160;

/** Host, process, its start, and what tells its drafts apart. */
const DRAFT = /^\..*\.deflint-([0-9a-f]{12})-(\d+)-(\d*)-[0-9a-f]{8}$/s;

/** A path beside `path` that no other file has, for what is to take its place. */
export function draftPathFor(path: string): string {
  const { pid, started, ...home } = identifyProcess();
  const random = randomBytes(4).toString("hex");
  const name = `.${cutBytes(basename(path), LONGEST_STEM)}.deflint-${keyOf(home)}-${pid}-${started}-${random}`;
  return join(dirname(path), name);
}

/**
 * Removes the drafts in a directory whose process was killed. One of a process that runs stays; so does, for a day, one of another
 * host, or of this one before it was started anew. Never throws.
 */
export function clearDrafts(directory: string): void {
  for (const name of listNames(directory)) {
    const [, key, pid, started = ""] = DRAFT.exec(name) ?? [];
    if (key === undefined) continue;
    const path = join(directory, name);
    try {
      const stats = lstatSync(path);
      if (!stats.isFile()) continue;
      const home = identifyHome();
      const state = key === keyOf(home) ? stateOf({ ...home, pid: Number(pid), started }) : "elsewhere";
      const isOver = state === "elsewhere" ? Date.now() - stats.mtimeMs > LONGEST_LIFE : state === "gone";
      if (isOver) unlinkSync(path);
    } catch {
      // Somebody else's, or gone by now.
    }
  }
}

const cleared = new Set<string>();

/** The same for a directory that this process has not cleared yet: a thousand recipes may stand in one. Never throws. */
export function clearDraftsOnce(directory: string): void {
  if (cleared.has(directory)) return;
  cleared.add(directory);
  clearDrafts(directory);
}

function listNames(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** A host name may be long and hold anything. */
function keyOf({ host, boot, namespace }: ProcessHome): string {
  return createHash("sha256").update([host, boot, namespace].join("\0")).digest("hex").slice(0, 12);
}

function cutBytes(text: string, bytes: number): string {
  let cut = "";
  for (const character of text) {
    if (Buffer.byteLength(cut) + Buffer.byteLength(character) > bytes) break;
    cut += character;
  }
  return cut;
}
