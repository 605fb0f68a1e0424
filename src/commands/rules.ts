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
    const head = { code: "code", name: "name", severity: "severity", fix: "fix", summary: "summary" };
    for (const { code, name, severity, fix, summary } of [head, ...docs])
      io.stdout.write(
        `${code.padEnd(5)}  ${name.padEnd(nameWidth)}  ${severity.padEnd(8)}  ${fix.padEnd(6)}  ${summary}\n`,
      );
  }
  return EXIT.clean;
}
