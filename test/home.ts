/** The home of a person who has the deflint of this tree on PATH. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execPath } from "node:process";
import { pathToFileURL } from "node:url";

const root = join(import.meta.dirname, "..");

/** Milliseconds after which a program is taken to hang. */
const PATIENCE = 120_000;

export interface Home {
  readonly directory: string;
  /** Writes a file below the home; gives its path. */
  write(path: string, text: string): string;
  read(path: string): string;
  /** Runs a program there without a terminal. Throws where it fails, with all that it said. */
  run(program: string, words: readonly string[]): string;
  /** What a program there sees. */
  readonly env: NodeJS.ProcessEnv;
  remove(): void;
}

/** Makes a home in a directory of its own. */
export function makeHome(): Home {
  const directory = mkdtempSync(join(tmpdir(), "deflint-home-"));
  const dist = join(directory, "dist");
  const script = pathToFileURL(join(root, "scripts/build.mjs")).href;
  execFileSync(execPath, ["-e", `import("${script}").then(({ buildInto }) => buildInto(${JSON.stringify(dist)}))`]);
  mkdirSync(join(directory, "bin"));
  symlinkSync(join(dist, "cli.cjs"), join(directory, "bin/deflint"));
  const kept = ["LANG", "LC_ALL", "TERM"].map((name) => [name, process.env[name]]);
  const env = {
    ...Object.fromEntries(kept),
    HOME: directory,
    PATH: `${join(directory, "bin")}:${process.env["PATH"]}`,
    XDG_CONFIG_HOME: join(directory, ".config"),
    XDG_CACHE_HOME: join(directory, ".cache"),
    XDG_DATA_HOME: join(directory, ".local/share"),
    XDG_STATE_HOME: join(directory, ".local/state"),
  };
  return {
    directory,
    env,
    write(path, text) {
      const full = join(directory, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
      return full;
    },
    read: (path) => readFileSync(join(directory, path), "utf8"),
    run(program, words) {
      const { status, stdout, stderr, error } = spawnSync(program, words, {
        cwd: directory,
        env,
        encoding: "utf8",
        timeout: PATIENCE,
        stdio: ["ignore", "pipe", "pipe"],
      });
      if (status !== 0) throw new Error(`${program}: ${status} ${error ?? ""}\n${stdout}\n${stderr}`);
      return stdout;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
