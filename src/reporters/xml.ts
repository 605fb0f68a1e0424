/** XML, as far as reports need it. */
import { printable } from "./printable.ts";

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\t": "&#9;",
  "\n": "&#10;",
};

/** Text for an attribute or an element; what no XML may hold stands there as a visible escape. */
export function escapeXml(text: string): string {
  return printable(text.replaceAll("\r\n", "\n"))
    .replace(/[\ufffe\uffff]/g, (found) => `\\u${found.charCodeAt(0).toString(16)}`)
    .replace(/[&<>"'\t\n]/g, (found) => ESCAPES[found] ?? found);
}

/** An element with its attributes, and what is in it: XML that is ready. */
export function renderElement(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: readonly string[] = [],
): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(`${value}`)}"`);
  const tag = `${name}${given.join("")}`;
  return content.length === 0 ? `<${tag}/>\n` : `<${tag}>\n${content.join("")}</${name}>\n`;
}

/** A whole document in UTF-8. */
export function renderDocument(root: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;
}
