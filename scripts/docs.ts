/** `npm run docs`: writes docs/rules/ and the README's tables. `npm run docs -- --check` only says what is not current. */
import { fileURLToPath } from "node:url";
import { rules } from "#rules/index.ts";
import { makeDocs } from "../src/docs/from-rules.ts";
import { findWrongPages, writeDocumentation } from "./documentation.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const docs = makeDocs(rules, `${root}/fixtures`);

if (process.argv.includes("--check")) {
  const wrong = findWrongPages(root, docs);
  for (const { path, trouble } of wrong) console.error(`${path} is ${trouble}: npm run docs`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} else {
  for (const path of writeDocumentation(root, docs)) console.log(path);
}
