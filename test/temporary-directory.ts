/** A directory of a test's own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** An empty directory that is gone after the test. */
export function makeTemporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "deflint-test-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The same with empty files at these paths. */
export function makeTree(...paths: readonly string[]): string {
  const root = makeTemporaryDirectory();
  for (const path of paths) {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), "");
  }
  return root;
}
