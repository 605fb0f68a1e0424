/** The parts of a word's value, from unbash's tree of it. */
import type * as unbash from "unbash";
import type { Segment } from "./tree.ts";

/** The segments of a word, in order; a word without expansions has one. */
export function segmentsOf(word: unbash.Word): Segment[] {
  const { parts } = word;
  if (parts === undefined) return [{ kind: "text", text: word.value, quoted: word.value !== word.text }];
  return parts.flatMap((part) => segmentsOfPart(part, false));
}

function segmentsOfPart(part: unbash.WordPart, quoted: boolean): Segment[] {
  switch (part.type) {
    case "Literal":
      return [{ kind: "text", text: part.value, quoted: quoted || part.value !== part.text }];
    case "SingleQuoted":
    case "AnsiCQuoted":
      return [{ kind: "text", text: part.value, quoted: true }];
    case "DoubleQuoted":
    case "LocaleString":
      if (part.parts.length === 0) return [{ kind: "text", text: "", quoted: true }];
      return part.parts.flatMap((child) => segmentsOfPart(child, true));
    case "Glob":
    case "ExtendedGlob":
    case "BraceExpansion":
      return [{ kind: "glob", text: part.text }];
    case "SimpleExpansion":
      return [{ kind: "variable", name: part.text.slice(1), text: part.text, quoted }];
    case "ParameterExpansion":
      if (part.operation === undefined && part.prefix === undefined && part.index === undefined) {
        return [{ kind: "variable", name: part.parameter, text: part.text, quoted }];
      }
      return [{ kind: "unknown", text: part.text, quoted }];
    default:
      return [{ kind: "unknown", text: part.text, quoted }];
  }
}
