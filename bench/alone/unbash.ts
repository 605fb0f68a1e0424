/** CPU seconds of a process that does nothing but parse all scripts of a folder by unbash, its start included. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "unbash";

const [folder = ""] = process.argv.slice(2);
for (const name of readdirSync(folder)) parse(readFileSync(join(folder, name), "utf8"));
const { user, system } = process.cpuUsage();
console.log((user + system) / 1e6);
