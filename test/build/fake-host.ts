/** A host made of small scripts in a directory of its own, for tests that start real processes and nothing of the machine's. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { BuildServices } from "../../src/build/mend-contract.ts";
import { NOT_CONFIGURED } from "../../src/config/configure-recipe.ts";
import type { EndSignal, Io } from "../../src/io.ts";
import { stubMend } from "./stub-mend.ts";

export interface FakeHost {
  /** The working directory; `bin` in it is the only directory on PATH. */
  readonly cwd: string;
  readonly io: Io;
  readonly env: Record<string, string>;
  readonly out: () => string;
  readonly err: () => string;
  readonly outBytes: () => Buffer;
  /** Puts a `sh` script on PATH. */
  program(name: string, script: string): void;
  /** An `apptainer` that answers the probes and otherwise makes an image and runs `script`. */
  apptainer(script: string, version?: string): void;
  write(name: string, content: string | Uint8Array): void;
  /** Sends deflint a signal, as the process would hand it on. */
  signal(name: EndSignal): void;
}

/** The image's name stands before the last word. */
const MAKE_IMAGE = 'for word; do image=$last; last=$word; done; [ -d "$image" ] || echo image > "$image"';

export function makeFakeHost(): FakeHost {
  const cwd = realpathSync(mkdtempSync(join(tmpdir(), "deflint-test-")));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  mkdirSync(join(cwd, "bin"));
  const env: Record<string, string> = { PATH: join(cwd, "bin"), HOME: cwd };
  const handlers = new Set<(signal: EndSignal) => void>();
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const program = (name: string, script: string) => {
    writeFileSync(join(cwd, "bin", name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(cwd, "bin", name), 0o755);
  };
  return {
    cwd,
    env,
    io: {
      cwd,
      env,
      stdout: {
        write(text) {
          out.push(Buffer.from(text));
        },
        color: false,
        columns: undefined,
      },
      stderr: {
        write(text) {
          err.push(Buffer.from(text));
        },
        color: false,
        columns: undefined,
      },
      onSignal(handler) {
        handlers.add(handler);
        return () => handlers.delete(handler);
      },
      onSuspend: () => () => {},
      onExit: () => () => {},
    },
    out: () => Buffer.concat(out).toString(),
    err: () => Buffer.concat(err).toString(),
    outBytes: () => Buffer.concat(out),
    program,
    apptainer: (script, version = "1.4.5") =>
      program(
        "apptainer",
        `case $1 in --version) echo "apptainer version ${version}"; exit;; buildcfg) echo APPTAINER_SUID_INSTALL=1; exit;; esac\n${MAKE_IMAGE}\n${script}`,
      ),
    write: (name, content) => writeFileSync(join(cwd, name), content),
    signal(name) {
      for (const handler of handlers) handler(name);
    },
  };
}

export function makeServices(change: Partial<BuildServices> = {}): BuildServices {
  return {
    mend: stubMend,
    configure: async () => NOT_CONFIGURED,
    renderFindings: (findings, _source, path) =>
      findings.map(({ code, message }) => `${path}: ${code} ${message}\n`).join(""),
    writeRecipe: async () => {},
    diagnose: async () => undefined,
    ...change,
  };
}

/** Resolves once `look` returns true; looks for at most five seconds. */
export async function until(look: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 250 && !look(); attempt++) await new Promise((resolve) => setTimeout(resolve, 20));
  if (!look()) throw new Error(`it never came to be: ${look}`);
}

/** Whether a process is there and no mere zombie that its reaper has not come for. */
export function isAlive(pid: string): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}
