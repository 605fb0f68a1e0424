/** A host for tests of preflight: `deflint build --check` on it, and the names of what was found. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readArguments } from "../../src/build/command-line/arguments.ts";
import { prepare } from "../../src/build/prepare.ts";
import { preflight } from "../../src/preflight/index.ts";
import type { Obstacle } from "../../src/preflight/obstacle.ts";
import { makeHost } from "../build/building-host.ts";
import { type FakeHost, makeServices } from "../build/fake-host.ts";

/** A host with an engine, room everywhere, and a base image. */
export function makeReadyHost(): FakeHost {
  const host = makeHost("exit 9");
  writeSif(host, "base.sif");
  return host;
}

/** Writes the head of a SIF; `arch` is its code there, "02" for x86_64. */
export function writeSif(host: FakeHost, name: string, arch = "02"): void {
  writeFileSync(join(host.cwd, name), `#!/usr/bin/env run-singularity\n\0SIF_MAGIC\0\x30\x31\0${arch}\0`);
}

/** What preflight finds for a command line without `build`. */
export async function obstaclesFor(host: FakeHost, ...argv: string[]): Promise<readonly Obstacle[]> {
  const args = readArguments(argv);
  if ("problem" in args) throw new Error(args.problem);
  return preflight(args, await prepare(args, host.io, makeServices()), host.io);
}

/** "blocking target-exists": gravity and name of each, notes left out. */
export async function namesFor(host: FakeHost, ...argv: string[]): Promise<string[]> {
  const found = await obstaclesFor(host, ...argv);
  return found.filter(({ gravity }) => gravity !== "note").map(({ gravity, name }) => `${gravity} ${name}`);
}
