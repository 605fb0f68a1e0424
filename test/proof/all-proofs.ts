/** Every proof, in the order of the rules: the default exports of the files in cases/. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Proof } from "./define-proof.ts";

export async function loadProofs(): Promise<Proof[]> {
  const files = readdirSync(join(import.meta.dirname, "cases")).filter((name) => name.endsWith(".ts"));
  const loaded = await Promise.all(
    files.map(async (file): Promise<Proof> => (await import(`./cases/${file.slice(0, -".ts".length)}.ts`)).default),
  );
  return loaded.sort((a, b) => a.rule.localeCompare(b.rule));
}
