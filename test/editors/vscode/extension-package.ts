/** The extension's own package, with its tools installed beside it: they are none of deflint's. */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

export const EXTENSION = join(import.meta.dirname, "../../../editors/vscode");

/** Loads a module from the extension's node_modules. */
export const requireFromExtension = createRequire(join(EXTENSION, "package.json"));

/** Installs what the lock of the extension names, unless it is there. False where npm cannot: said loudly. */
export function installTools(): boolean {
  const installed = join(EXTENSION, "node_modules/.package-lock.json");
  const lock = join(EXTENSION, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return true;
  const { status, output } = runNpm(["ci", "--no-audit", "--no-fund"]);
  if (status !== 0)
    console.warn(`\n!!! SKIPPED: the tests of the VS Code extension, because npm ci fails:\n${output}\n`);
  return status === 0;
}

/** Runs npm in the extension's package, without what the npm that runs this test has set. */
export function runNpm(words: readonly string[]): { readonly status: number | null; readonly output: string } {
  const kept = Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD$|NODE_ENV$|VITEST)/i.test(name));
  const { status, stdout, stderr } = spawnSync("npm", words, {
    cwd: EXTENSION,
    env: Object.fromEntries(kept),
    encoding: "utf8",
    timeout: 600_000,
  });
  return { status, output: `${stdout}${stderr}` };
}
