/** `npm run precision`: writes docs/precision.md from the corpus and the verdicts. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CORPUS, hasCorpus } from "./corpus.ts";
import { renderReport, survey } from "./precision-report.ts";

if (!hasCorpus) throw new Error(`there are no recipes in ${CORPUS}`);
const docs = fileURLToPath(new URL("../../docs", import.meta.url));
mkdirSync(docs, { recursive: true });
writeFileSync(`${docs}/precision.md`, renderReport(survey()));
