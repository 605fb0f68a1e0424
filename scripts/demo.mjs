/** Shows on one recipe what deflint is for: what it finds, how it mends, and the build that it would run. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const recipe = "fixtures/demo/pytorch.def";

// The mode is named, so that the plan shows the mend on a host that could build in another way, or in none.
const build = ["build", "--dry-run", "--mode", "suid-fakeroot", "pytorch.sif", recipe];

for (const args of [[recipe], ["--diff", recipe], build]) {
  console.log(`\n$ deflint ${args.join(" ")}\n`);
  const { error } = spawnSync(process.execPath, ["dist/cli.cjs", ...args], { cwd: root, stdio: "inherit" });
  if (error) throw error;
}
