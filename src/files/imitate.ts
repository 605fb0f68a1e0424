/** Makes a new file what the one was whose place it takes, but for its content. */
import { spawnSync } from "node:child_process";
import { fchmodSync, fchownSync, fstatSync, type Stats } from "node:fs";

/** Milliseconds. */
const PATIENCE = 5000;

/**
 * Gives `draft`, still empty and open as `descriptor`, the mode, the owner and the group of `model`, whose path is `path`; where the system
 * has GNU cp also its access control list, its extended attributes and its SELinux context. Never throws for what may not be
 * given: a file of someone else becomes the writer's, and where its group cannot be kept its new group may no more than everybody.
 */
export function imitate(descriptor: number, draft: string, path: string, model: Stats): void {
  // Without PATH only the system's own cp is found. What it cannot keep it passes over; the mode is set below in any case.
  spawnSync("cp", ["--attributes-only", "--preserve=all", "--", path, draft], {
    stdio: "ignore",
    env: { LC_ALL: "C" },
    timeout: PATIENCE,
  });
  if (!hasOwner(descriptor, model)) giveTo(descriptor, model);
  const { uid, gid } = fstatSync(descriptor);
  fchmodSync(descriptor, chooseMode(model, { uid, gid }));
}

function hasOwner(descriptor: number, { uid, gid }: Stats): boolean {
  const own = fstatSync(descriptor);
  return own.uid === uid && own.gid === gid;
}

/** Only the superuser may give a file away, but its group may be any that the writer is in. */
function giveTo(descriptor: number, { uid, gid }: Stats): void {
  for (const owner of [uid, fstatSync(descriptor).uid]) {
    try {
      fchownSync(descriptor, owner, gid);
      return;
    } catch {
      // The mode makes up for it.
    }
  }
}

/** The mode of the model, less what would go to those whom it was not meant for. */
function chooseMode(model: Stats, { uid, gid }: Pick<Stats, "uid" | "gid">): number {
  const mode = model.mode & (model.uid === uid && model.gid === gid ? 0o7777 : 0o777);
  const others = mode & 0o007;
  return model.gid === gid ? mode : mode & (0o707 | (others << 3));
}
