/** Makes dist/: the command line, the language server, the library, the rules' documentation, the JSON schemas and the profiles of sites. */
import { chmodSync, copyFileSync, cpSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { stripDocumentation } from "./strip-documentation.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  charset: "utf8",
  legalComments: "none",
  // The bundle finds the files that stand beside it.
  define: { "import.meta.dirname": "__dirname" },
  logLevel: "warning",
};

/** Why texts and examples stand in a file of their own, which the check path reads only when it has something to explain. */
const documentationInFile = {
  name: "documentation-in-file",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^#docs$/ }, () => ({ path: "docs", namespace: "documentation" }));
    onResolve({ filter: /^\.\/docs\.json$/, namespace: "documentation" }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: "documentation" }, () => ({
      contents: 'module.exports = { docs: require("./docs.json") };',
      loader: "js",
    }));
  },
};

/** Why the language server stands in a file of its own: no other command waits until it is read. */
const editorInFile = {
  name: "editor-in-file",
  setup({ onResolve }) {
    onResolve({ filter: /^#editor$/ }, () => ({ path: "./lsp.cjs", external: true }));
  },
};

/** Builds everything into a directory, given as an absolute path. */
export async function buildInto(directory) {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const bundle = (entry, name, more = {}) =>
    build({
      ...shared,
      entryPoints: [entry],
      outfile: join(directory, name),
      format: "cjs",
      ...more,
    });
  await Promise.all([
    bundle("src/bin.ts", "cli.cjs", {
      banner: { js: "#!/usr/bin/env node" },
      plugins: [stripDocumentation, documentationInFile, editorInFile],
    }),
    bundle("src/editor/index.ts", "lsp.cjs", { plugins: [stripDocumentation, documentationInFile] }),
    // Whoever calls the library has nothing but the rules themselves to ask why.
    bundle("src/index.ts", "index.cjs"),
    writeDocumentation(join(directory, "docs.json")),
  ]);
  chmodSync(join(directory, "cli.cjs"), 0o755);
  copyFileSync(join(root, "src/reporters/findings.schema.json"), join(directory, "findings.schema.json"));
  copyFileSync(join(root, "src/config/deflint.schema.json"), join(directory, "deflint.schema.json"));
  cpSync(join(root, "src/config/profiles"), join(directory, "profiles"), { recursive: true });
  copyFileSync(join(root, "src/build/report/report.schema.json"), join(directory, "report.schema.json"));
  copyFileSync(join(root, "src/diagnosis/diagnosis.schema.json"), join(directory, "diagnosis.schema.json"));
}

/** Runs the rules' sources once, in memory, to learn what they say of themselves. */
async function writeDocumentation(path) {
  const { outputFiles } = await build({
    ...shared,
    stdin: {
      contents: 'export { rules } from "./rules/index.ts"; export { makeDocs } from "./src/docs/from-rules.ts";',
      resolveDir: root,
      loader: "ts",
    },
    format: "esm",
    write: false,
  });
  const code = Buffer.from(outputFiles[0].contents).toString("base64");
  const { rules, makeDocs } = await import(`data:text/javascript;base64,${code}`);
  writeFileSync(path, `${JSON.stringify(makeDocs(rules, join(root, "fixtures")))}\n`);
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await buildInto(join(root, "dist"));
}
