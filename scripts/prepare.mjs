/** What npm runs after `npm ci`, before `npm pack`, and when the package is installed from its repository. */
import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readlinkSync, realpathSync, unlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const isGlobalInstall = process.env.npm_config_global === "true";

// `npm install -g git+...` hands its own "global" down to the nested install, which then skips what the build needs.
if (!existsSync(join(root, "node_modules/esbuild"))) installDevelopmentDependencies();
const { buildInto } = await import("./build.mjs");
await buildInto(join(root, "dist"));
if (isGlobalInstall) removeStrayLink();

function installDevelopmentDependencies() {
  const inherited = /^npm_config_(global|location|prefix|local_prefix|global_prefix|force|omit|production)$/i;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--include=dev"], {
    cwd: root,
    env,
    // Standard output belongs to whoever called npm: pre-commit takes it for a file name.
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
}

/** The same nested install links the global name to npm's temporary clone, where the real install then fails. */
function removeStrayLink() {
  const { npm_config_prefix: prefix, npm_config_global_prefix: globalPrefix, npm_package_name: name } = process.env;
  const home = globalPrefix ?? prefix;
  if (home === undefined || name === undefined) return;
  const link = join(home, "lib/node_modules", name);
  if (!lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const linked = resolve(dirname(link), readlinkSync(link));
  if (!linked.includes("git-clone") || realpathSync(linked) !== realpathSync(root)) return;
  unlinkSync(link);
  mkdirSync(link);
}
