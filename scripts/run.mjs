/** Runs a TypeScript program of this repository: `node scripts/run.mjs bench/linear.ts WORD...`. */
import { rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const [entry, ...words] = process.argv.slice(2);
// Beside its source, so that what it looks for around itself is there.
const outfile = resolve(join(dirname(entry), `.run-${process.pid}.mjs`));
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  packages: "external",
  platform: "node",
  target: "node20",
  format: "esm",
  logLevel: "warning",
});
process.argv = [process.argv[0], outfile, ...words];
try {
  await import(pathToFileURL(outfile).href);
} finally {
  rmSync(outfile, { force: true });
}
