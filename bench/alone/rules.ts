/** CPU seconds of a process that judges all recipes of a folder by all rules, its start included. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sourceFromBytes } from "#grammar/source.ts";
import { rules } from "#rules/index.ts";
import { lint } from "../../src/engine/lint.ts";
import "../../src/late-optimization.ts";
import { makeTarget } from "../../src/engine/target.ts";

const [folder = ""] = process.argv.slice(2);
const target = makeTarget("suid-fakeroot");
for (const name of readdirSync(folder)) {
  if (name.endsWith(".def")) lint(sourceFromBytes(readFileSync(join(folder, name))), { rules, target });
}
const { user, system } = process.cpuUsage();
console.log((user + system) / 1e6);
