/** `deflint rules`: the list of all rules. */
import { docs as allDocs } from "../docs/index.ts";
import { EXIT } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import type { Format } from "../reporters/formats.ts";

/** Prints one line a rule, or everything that is known of them as JSON. */
export async function listRules(format: Format, io: Io, docs = allDocs): Promise<number> {
  if (format === "json") io.stdout.write(`${JSON.stringify({ version: 1, rules: docs }, null, 2)}\n`);
  else {
    const nameWidth = Math.max(0, ...docs.map(({ name }) => name.length));
    for (const { code, name, severity, fix, summary } of docs) {
      io.stdout.write(`${code}  ${name.padEnd(nameWidth)}  ${severity.padEnd(7)}  ${fix.padEnd(6)}  ${summary}\n`);
    }
  }
  return EXIT.clean;
}
