/** `npm run docs`: writes docs/rules/, the README's tables and the JSON schema of deflint.toml. `npm run docs -- --check` only says what is not current. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rules } from "#rules/index.ts";
import { makeDocs } from "../src/docs/from-rules.ts";
import { renderConfigurationSchema, SCHEMA_FILE } from "./configuration-schema.ts";
import { findWrongPages, writeDocumentation } from "./documentation.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const docs = makeDocs(rules, `${root}/fixtures`);

if (process.argv.includes("--check")) {
  const wrong = findWrongPages(root, docs);
  for (const { path, trouble } of wrong) console.error(`${path} is ${trouble}: npm run docs`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} else {
  for (const path of writeDocumentation(root, docs)) console.log(path);
  writeFileSync(`${root}/${SCHEMA_FILE}`, renderConfigurationSchema());
  console.log(SCHEMA_FILE);
}
