/** Files that the documentation shows, so that what is tested is what people copy. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The text below `<!-- file: NAME -->` of a page of this repository. */
export function snippet(page: string, name: string): string {
  const text = readFileSync(join(import.meta.dirname, "..", page), "utf8");
  const start = text.indexOf(`<!-- file: ${name} -->`);
  const [, shown] = /^<!--.*-->\n```\w+\n([\s\S]*?)^```$/m.exec(start === -1 ? "" : text.slice(start)) ?? [];
  if (shown === undefined) throw new Error(`${page} shows no ${name}`);
  return shown;
}
