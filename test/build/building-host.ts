/** A host that can build: for tests of the whole command. */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "#rules/define-rule.ts";
import type { Place } from "../../src/host/places.ts";
import { makeFinding } from "../findings.ts";
import { type FakeHost, makeFakeHost } from "./fake-host.ts";

export const RECIPE = "Bootstrap: docker\nFrom: debian:12\n\n%post\n    rpm -i /srv/x.rpm\n";

/** A script that prints its words. */
export const WORDS = 'for word; do echo "[$word]"; done';

/** A host with a recipe, an Apptainer that runs `script`, and a $TMPDIR that %post is given a part of. */
export function makeHost(script: string, version?: string): FakeHost {
  const host = makeFakeHost();
  host.apptainer(script, version);
  host.write("r.def", RECIPE);
  mkdirSync(join(host.cwd, "tmpdir"));
  host.env["TMPDIR"] = join(host.cwd, "tmpdir");
  return host;
}

/** An error that no rule has found. */
export function makeError(code: string): Finding {
  return makeFinding(0, 1, { code, severity: "error", message: "is wrong" });
}

/** Every directory is a local disk with room, whatever the machine that runs the tests has at /tmp. */
export async function probeRoomyPlace(path: string): Promise<Place | undefined> {
  if (!existsSync(path)) return undefined;
  const size = { totalBytes: 2e11, freeBytes: 1e11 };
  return { path, realPath: path, ...size, kind: "ext", class: "disk", writable: true, noexec: false };
}
