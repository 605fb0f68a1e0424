/** Makes dist/extension.cjs, which holds all that the extension needs but VS Code itself. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

await build({
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.cjs",
  external: ["vscode"],
  bundle: true,
  minify: true,
  platform: "node",
  target: "node18",
  format: "cjs",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
});
