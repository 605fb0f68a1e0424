/** The documentation when deflint runs from its sources; the bundle has it in a file of its own instead. */
import { fileURLToPath } from "node:url";
import { rules } from "#rules/index.ts";
import { makeDocs } from "./from-rules.ts";
import type { RuleDoc } from "./rule-doc.ts";

export const docs: readonly RuleDoc[] = makeDocs(rules, fileURLToPath(new URL("../../fixtures", import.meta.url)));
