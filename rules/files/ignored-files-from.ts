import type { Section } from "#grammar/ast.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import { ofTypes, type StageContext } from "../document.ts";
import { copiesFrom, isFilesSection } from "../knowledge/recipe/files-lines.ts";

function* check(section: Section, ctx: StageContext): Iterable<Draft> {
  if (!isFilesSection(section, ctx) || copiesFrom(section, ctx)?.kind !== "nowhere") return;
  const written = section.arguments;
  if (written === undefined || !section.items.some((item) => item.kind === "files-entry")) return;
  const [words = ""] = written.text.split("#");
  if (words.trim() === "") yield blanksOnly(section, words);
  else yield wrongWords(words, written.start, ctx);
}

/** Two blanks are words to Apptainer, though none. */
function blanksOnly({ name, arguments: written }: Section, blanks: string): Draft {
  const start = written?.start ?? name.end;
  const range = { start, end: start + blanks.length };
  return {
    range,
    message:
      "Apptainer ignores all of this section without saying so: it takes the second blank after %files for the name of a stage. Take the blank out.",
    fix: { title: "Take the blanks out", safety: "safe", changesStructure: true, edits: [{ ...range, text: "" }] },
  };
}

function wrongWords(words: string, at: number, ctx: StageContext): Draft {
  const text = words.trim();
  const start = at + words.indexOf(text);
  const range = { start, end: start + text.length };
  const stage = meantStage(text, ctx);
  const cure = stage === undefined ? "Write %files from STAGE, or %files alone." : `Write %files from ${stage}.`;
  return {
    range,
    message: `Apptainer ignores all of this section without saying so: after %files it knows "from" and the name of a stage, and nothing else. ${cure}`,
    fix: stage === undefined || text.includes("{{") ? undefined : nameStage(range.start, range.end, stage),
  };
}

/** The earlier stage that `from=build`, `from:build`, `--from=build` or `build` means. */
function meantStage(text: string, { document, stage }: StageContext): string | undefined {
  const name = /^(?:(?:--)?from[=:]\s*)?([^\s=:]+)$/i.exec(text)?.[1];
  const earlier = document.recipe.stages.slice(0, stage.index);
  return earlier.find((other) => other.name !== undefined && other.name === name)?.name;
}

function nameStage(start: number, end: number, stage: string): Fix {
  return {
    title: `Copy from stage ${stage}`,
    safety: "safe",
    changesStructure: true,
    edits: [{ start, end, text: `from ${stage}` }],
  };
}

export default defineRule({
  meta: {
    code: "DF403",
    name: "ignored-files-from",
    summary: "Write %files from STAGE with two words after %files",
    why: `Behind \`%files\` Apptainer wants nothing, or two words: \`from\` and the name of a stage. With \`from=build\`, \`build\` alone, three words, or only
blanks it passes over the whole section and says nothing, so the files are missing from the image. Write \`%files from build\`. A comment
may follow, after one blank.`,
    severity: "warning",
    confidence: "high",
    fix: "safe",
    modes: inEveryMode("lost"),
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/build/stage.go, copyFiles and copyFilesFrom",
      "Apptainer 1.4.5, run: from=build, build, from build now and two blanks copy nothing; from build # comment copies",
    ],
    supersedes: ["DF013"],
  },
  on: { sections: ofTypes(["files"], check) },
});
