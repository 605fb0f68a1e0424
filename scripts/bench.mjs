/** Runs a benchmark of bench/ by its name: `npm run bench linear`. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const [name = "linear"] = process.argv.slice(2);
const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL(`../bench/${name}.ts`, import.meta.url))],
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  write: false,
  logLevel: "warning",
});
await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
