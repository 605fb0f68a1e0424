/** `deflint rules`: the list of all rules. */
import type { DocFormat } from "../docs/formats.ts";
import { docs as allDocs } from "../docs/index.ts";
import type { RuleDoc } from "../docs/rule-doc.ts";
import { EXIT } from "../exit-codes.ts";
import type { Io } from "../io.ts";

/** Prints one line a rule, everything that is known of them as JSON, or a table a family as markdown. */
export async function listRules(format: DocFormat, io: Io, docs = allDocs): Promise<number> {
  io.stdout.write(await render(format, docs));
  return EXIT.clean;
}

async function render(format: DocFormat, docs: readonly RuleDoc[]): Promise<string> {
  switch (format) {
    case "json":
      return `${JSON.stringify({ version: 1, rules: docs }, null, 2)}\n`;
    case "markdown":
      return (await import("../docs/markdown.ts")).renderRuleTables(docs, { columns: "full", heading: "##" });
    case "text":
      return renderList(docs);
  }
}

function renderList(docs: readonly RuleDoc[]): string {
  const nameWidth = Math.max(0, ...docs.map(({ name }) => name.length));
  const head = { code: "code", name: "name", severity: "severity", fix: "fix", summary: "summary" };
  return [head, ...docs]
    .map(
      ({ code, name, severity, fix, summary }) =>
        `${code.padEnd(5)}  ${name.padEnd(nameWidth)}  ${severity.padEnd(8)}  ${fix.padEnd(6)}  ${summary}\n`,
    )
    .join("");
}
