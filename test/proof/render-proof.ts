/** docs/proof.md, made from the record of what was seen. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "#rules/index.ts";
import { familyOf } from "../../src/docs/families.ts";
import { LAB_MODES, type LabMode } from "../apptainer/modes.ts";
import type { Demonstration, Proof } from "./define-proof.ts";
import { recipeText } from "./recipe-text.ts";
import type { SeenRow } from "./seen.ts";

const PAGE = join(import.meta.dirname, "../../docs/proof.md");

export function writeProofPage(proofs: readonly Proof[], rows: readonly SeenRow[]): void {
  writeFileSync(PAGE, renderProofPage(proofs, rows));
}

/** The page as it stands. */
export function readProofPage(): string {
  return readFileSync(PAGE, "utf8");
}

/** What a column holds, sorted, each once. */
function valuesOf(rows: readonly SeenRow[], column: keyof SeenRow): string[] {
  return [...new Set(rows.map((row) => row[column]))].filter((value) => value !== "").sort();
}

/** Pure. */
export function renderProofPage(proofs: readonly Proof[], rows: readonly SeenRow[]): string {
  const versions = valuesOf(rows, "apptainer");
  const dates = valuesOf(rows, "date");
  const settings = (mode: LabMode) =>
    valuesOf(
      rows.filter((row) => row.mode === mode),
      "setting",
    );
  const head = `<!-- made by \`npm run prove\` -->
# What the rules claim, seen on real Apptainer

Each rule below has recipes that show its hazard. \`npm run prove\` builds each of them by plain \`apptainer build\` in all five
modes, looks into the log and into the image, and holds what it sees against the rule: deflint must find the hazard in just the
modes in which it bites, and the effect must be the one that it tells of. Then it builds what mends the recipe.

- Seen with Apptainer ${versions.join(" and ")}, ${[...new Set([dates[0], dates.at(-1)])].join(" to ")}.
- Mode root: ${settings("root").join(" and ")}. Root of a user namespace can make no device node and knows the ids 0 to 65535 alone.
- Mode suid-fakeroot: ${settings("suid-fakeroot").join(" and ")}. A stand-in is userns-fakeroot with /etc/passwd and /etc/group bound over.
- Bases: Debian 12, the same with rpm and dnf and a repository of packages of our own, and a dozen programs of Debian sid.

\`fails\`: the build ends. \`lost\`: it succeeds, and the image lacks what the recipe says. \`misleads\`: it succeeds, and something is
not what it seems. \`fine\`: neither. Behind the arrow is what became of it: \`fix\` and \`unsafe-fix\` by \`deflint build\` and \`deflint build
--unsafe-fixes\`, \`plan\` by \`deflint build\` without a mend in the recipe, \`by hand\` where the rule has no mend: the recipe that comes of
following its advice, built by plain \`apptainer build\`. A code in brackets names the other rule whose hazard the same recipe holds there.
`;
  const families = [...new Set(proofs.map(({ rule }) => rule.slice(0, 3)))];
  const tables = families.map((family) => renderFamily(family, proofs, rows));
  const details = proofs.map((proof) => renderDetails(proof, rows));
  return `${[head, ...tables, "## The recipes\n", ...details].join("\n")}`;
}

function renderFamily(family: string, proofs: readonly Proof[], rows: readonly SeenRow[]): string {
  const lines = proofs
    .filter(({ rule }) => rule.startsWith(family))
    .flatMap(({ rule, demonstrations }) =>
      demonstrations.map(({ what = "" }) => {
        const own = rows.filter((row) => row.rule === rule && row.what === what);
        const cells = LAB_MODES.map((mode) =>
          own
            .filter((row) => row.mode === mode)
            .map(cellOf)
            .join(),
        );
        const name = what === "" ? nameOf(rule) : `${nameOf(rule)}: ${what}`;
        return `| ${[rule, name, ...cells, valuesOf(own, "apptainer").join(", ")].join(" | ")} |`;
      }),
    );
  const columns = ["rule", "hazard", ...LAB_MODES, "Apptainer"];
  return `## ${familyOf(`${family}00`).title}\n\n| ${columns.join(" | ")} |\n|${"---|".repeat(columns.length)}\n${lines.join("\n")}\n`;
}

function cellOf({ before, besides, mend, after, setting }: SeenRow): string {
  if (before.startsWith("not shown: ")) return before.replace("not shown:", "not shown here:");
  const standIn = setting === "stand-in" ? " (stand-in)" : "";
  if (besides !== "") return `${before} (${besides})${standIn}`;
  if (mend === "") return `${before}${standIn}`;
  const how = mend.startsWith("advice: ") ? "no mend; by hand" : mend;
  return `${before} → ${how}: ${after}${standIn}`;
}

function renderDetails({ rule, demonstrations }: Proof, rows: readonly SeenRow[]): string {
  const parts = demonstrations.map((demonstration) => {
    const { what = "" } = demonstration;
    const own = rows.filter((row) => row.rule === rule && row.what === what);
    const evidence = [...new Set(own.map((row) => row.evidence).filter((line) => line !== ""))];
    const advice = [...new Set(own.map(({ mend }) => mend).filter((mend) => mend.startsWith("advice: ")))];
    return [
      ...(what === "" ? [] : [`${what}:\n`]),
      `\`\`\`singularity\n${shown(demonstration)}\`\`\`\n`,
      ...(evidence.length === 0 ? [] : [`\`\`\`text\n${evidence.join("\n")}\n\`\`\`\n`]),
      ...(advice.length === 0 ? [] : [`By hand: ${advice.map((one) => one.replace("advice: ", "")).join("; ")}.\n`]),
    ].join("\n");
  });
  return `### ${rule} [${nameOf(rule)}](rules/${nameOf(rule)}.md)\n\n${parts.join("\n")}`;
}

/** The recipe; of a very long one its beginning, and what no page can show is written out. */
function shown({ recipe }: Demonstration): string {
  const text = recipeText(recipe).replace(
    /[\u200b-\u200f\u2028\u2029\u00a0\ufeff\u0000-\u0008\u000b-\u001f]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const lines = text.split("\n").map((line) => (line.length > 300 ? `${line.slice(0, 300)}...` : line));
  return `${(lines.length > 60 ? [...lines.slice(0, 60), "..."] : lines).join("\n").trimEnd()}\n`;
}

function nameOf(code: string): string {
  return rules.find(({ meta }) => meta.code === code)?.meta.name ?? code;
}
