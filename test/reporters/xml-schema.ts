/** Judges XML by a schema, with the program that everybody judges it with. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { validateXML } from "xmllint-wasm";

/** A schema of this folder. */
export function readSchema(name: string): string {
  return readFileSync(join(import.meta.dirname, "schemas", name), "utf8");
}

/** What xmllint holds against documents; empty for valid ones. */
export async function findErrors(documents: readonly string[], schema: string): Promise<string[]> {
  const xml = documents.map((contents, index) => ({ fileName: `${index}.xml`, contents }));
  const { errors, valid } = await validateXML({ xml, schema });
  return valid ? [] : ["invalid", ...errors.map(({ message }) => message)];
}

/** The attributes of every element of a name, in their order, as a parser would have them. */
export function readAttributes(document: string, element: string): Record<string, string>[] {
  return [...document.matchAll(new RegExp(`<${element}((?: [\\w]+="[^"<]*")*)/?>`, "g"))].map(([, attributes = ""]) =>
    Object.fromEntries(
      [...attributes.matchAll(/ (\w+)="([^"<]*)"/g)].map(([, name = "", value = ""]) => [name, unescapeXml(value)]),
    ),
  );
}

/** Text as it was before it was escaped. */
export function unescapeXml(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(?:#(\d+)|(\w+));/g, (_all, code: string | undefined, name: string | undefined) => {
    const found = code === undefined ? named[name ?? ""] : String.fromCodePoint(Number(code));
    if (found === undefined) throw new Error(`unknown entity ${name}`);
    return found;
  });
}
