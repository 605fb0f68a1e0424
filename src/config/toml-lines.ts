/** Where keys stand in a TOML file: a parsed value has no place of its own. */

type Path = readonly (string | number)[];

/** Finds the 1-based line of a key, a table or a list item; where that has none, of the nearest thing around it. */
export type LineFinder = (path: Path) => number | undefined;

/** Reads the places of a text that is valid TOML; of any other text some are missed or wrong. Never throws. */
export function findLines(text: string): LineFinder {
  const lines = scan(text);
  return (path) => {
    for (let length = Math.min(path.length, DEEPEST); length > 0; length--) {
      const line = lines.get(nameOf(path.slice(0, length)));
      if (line !== undefined) return line;
    }
    return undefined;
  };
}

/** Keys within keys: no schema has as many, and whoever writes a thousand of them is up to something. */
const DEEPEST = 10;

const nameOf = (path: Path): string => path.join("\0");

/** The lines of all paths. */
function scan(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  let line = 1;
  /** How far the lines are counted. */
  let counted = 0;
  /** How many tables a `[[list]]` has so far. */
  const counts = new Map<string, number>();
  let at = 0;

  /** Goes to the end of what a pattern finds here; what it found. */
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? "";
    at += found.length;
    return found;
  };
  const mark = (path: Path): void => {
    if (path.length > DEEPEST) return;
    for (let end = text.indexOf("\n", counted); end !== -1 && end < at; end = text.indexOf("\n", counted)) {
      counted = end + 1;
      line++;
    }
    const name = nameOf(path);
    if (!lines.has(name)) lines.set(name, line);
  };
  const takeKey = (): string[] => {
    const parts: string[] = [];
    do {
      take(BLANKS);
      parts.push(take(KEY).replace(/^(["'])(.*)\1$/s, "$2"));
      take(BLANKS);
    } while (take(DOT) !== "");
    return parts;
  };
  const takePair = (table: Path): void => {
    const start = at;
    const keys = takeKey();
    const end = at;
    at = start;
    for (let length = 1; length <= Math.min(keys.length, DEEPEST); length++) mark([...table, ...keys.slice(0, length)]);
    at = end;
    take(EQUALS);
    takeValue([...table, ...keys].slice(0, DEEPEST + 1));
  };
  const takeValue = (path: Path): void => {
    if (take(STRING) !== "") return;
    const bracket = take(OPENING);
    if (bracket === "") take(PLAIN);
    for (let index = 0; bracket !== "" && at < text.length; index++) {
      take(SPACE);
      if (take(CLOSING) !== "") return;
      const before = at;
      if (bracket === "{") takePair(path);
      else {
        mark([...path, index]);
        takeValue([...path, index]);
      }
      take(SPACE);
      if (take(COMMA) === "" && at === before) return;
    }
  };
  /** A `[table]` or `[[list of tables]]` line. */
  const takeHead = (): Path => {
    const start = at;
    const isList = take(HEAD) === "[[";
    const path: (string | number)[] = [];
    const keys = takeKey();
    take(REST);
    const end = at;
    at = start;
    for (const [index, key] of keys.slice(0, DEEPEST).entries()) {
      path.push(key);
      const name = nameOf(path);
      const isNew = isList && index === keys.length - 1;
      const count = (counts.get(name) ?? 0) + (isNew ? 1 : 0);
      if (isNew) counts.set(name, count);
      mark(path);
      if (count > 0) path.push(count - 1);
    }
    mark(path);
    at = end;
    return path;
  };

  let table: Path = [];
  for (let before = -1; at < text.length && at !== before; ) {
    take(SPACE);
    before = at;
    if (text[at] === "[") table = takeHead();
    else if (at < text.length) takePair(table);
    take(SPACE);
  }
  return lines;
}

const SPACE = /(?:[\s\uFEFF]|#[^\n]*)*/y;
const BLANKS = /[ \t]*/y;
const KEY = /"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[\w-]+/y;
const DOT = /\./y;
const EQUALS = /[ \t]*=[ \t]*/y;
const STRING = /"""(?:\\[\s\S]|[^\\])*?"{3,5}|'''[\s\S]*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'/y;
const PLAIN = /[^,\]}\n#]*/y;
const OPENING = /[[{]/y;
const CLOSING = /[\]}]/y;
const COMMA = /,/y;
const HEAD = /\[{1,2}/y;
const REST = /[^\n]*/y;
