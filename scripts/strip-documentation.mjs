/** An esbuild plugin that takes `why` and `sources` out of the rules: nobody reads them on the check path. */
import { readFile } from "node:fs/promises";
import { transform } from "esbuild";

export const stripDocumentation = {
  name: "strip-documentation",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]rules[\\/][^\\/]+[\\/][^\\/]+\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      // One way to write a string is left after this, and constant parts are joined.
      const { code } = await transform(source, {
        loader: "ts",
        target: "node20",
        minifySyntax: true,
        minifyWhitespace: true,
      });
      return { contents: stripMeta(code, path), loader: "js" };
    });
  },
};

/** Empties the first `why` and `sources` of a rule's code. Throws where one is no literal, so that none slips through. */
function stripMeta(code, path) {
  if (!code.includes("defineRule(")) return code;
  const emptyWhy = replaceValue(code, "why:", '""', path);
  return replaceValue(emptyWhy, "sources:", "[]", path);
}

function replaceValue(code, key, empty, path) {
  const at = code.search(new RegExp(`[{,]${key}`));
  if (at === -1) throw new Error(`${path}: no literal ${key} in meta`);
  const start = at + 1 + key.length;
  const end = key === "sources:" ? findListEnd(code, start) : findStringEnd(code, start);
  if (end === -1 || !/[,}]/.test(code[end] ?? "")) throw new Error(`${path}: ${key} is not a plain literal`);
  return code.slice(0, start) + empty + code.slice(end);
}

/** The offset after the string that starts at an offset, or -1. */
function findStringEnd(code, start) {
  const quote = code[start];
  if (!["'", '"', "`"].includes(quote)) return -1;
  for (let at = start + 1; at < code.length; at++) {
    if (code[at] === "\\") at++;
    else if (quote === "`" && code.startsWith("${", at)) return -1;
    else if (code[at] === quote) return at + 1;
  }
  return -1;
}

/** The offset after the list of strings that starts at an offset, or -1. */
function findListEnd(code, start) {
  if (code[start] !== "[") return -1;
  let at = start + 1;
  while (code[at] !== "]") {
    at = findStringEnd(code, at);
    if (at === -1) return -1;
    if (code[at] === ",") at++;
  }
  return at + 1;
}
