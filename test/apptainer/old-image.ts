/** An image that stands where a build is to put a new one, and what a build must not leave. */
import { createHash } from "node:crypto";
import { chownSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab, User } from "./lab.ts";

const IDS = { root: 0, alice: 2001, bob: 2002 } as const;

/** Begins as a SIF does. */
const OLD = `#!/usr/bin/env run-singularity\n\0SIF_MAGIC\0${"old".repeat(1000)}`;

/** Puts an old image of either form at `out`, owned by the user. */
export function makeOld(cwd: string, form: "sif" | "sandbox", user: User): void {
  const own = (path: string) => chownSync(join(cwd, path), IDS[user], IDS[user]);
  if (form === "sif") {
    writeFileSync(join(cwd, "out"), OLD);
    own("out");
    return;
  }
  for (const path of ["out", "out/.singularity.d", "out/closed"]) {
    mkdirSync(join(cwd, path));
    own(path);
  }
  writeFileSync(join(cwd, "out/closed/mark"), "old");
  own("out/closed/mark");
}

/** Everything about an image that a build could change. */
export function fingerprint(path: string): string {
  const hash = createHash("sha256");
  const visit = (at: string) => {
    const { mode, uid, size, mtimeMs } = lstatSync(at);
    hash.update(`${at.slice(path.length)} ${mode} ${uid} ${size} ${mtimeMs}\n`);
    if (lstatSync(at).isDirectory()) for (const name of readdirSync(at).sort()) visit(join(at, name));
    else if (lstatSync(at).isFile()) hash.update(readFileSync(at));
  };
  if (existsSync(path)) visit(path);
  return hash.digest("hex");
}

/** What stands in the working directory besides what was there before and the log. */
export function leftIn(cwd: string, before: readonly string[]): string[] {
  const names = readdirSync(cwd).filter((name) => !before.includes(name) && name !== "out.deflint");
  return [...names, ...readdirSync(join(cwd, "tmpdir")).map((name) => `tmpdir/${name}`)];
}

/** Waits until no process works in a directory; resolves to those that are left after `seconds`. */
export async function processesLeft(lab: Lab, cwd: string, seconds: number): Promise<string[]> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const left = lab.processesIn(cwd);
    if (left.length === 0 || Date.now() > end) return left;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
