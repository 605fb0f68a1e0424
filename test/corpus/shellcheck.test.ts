/** ShellCheck on real recipes: every place is the one that ShellCheck meant, and its mends come to rest. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { BuildScript } from "#grammar/shell/build-script.ts";
import { sourceFromText } from "#grammar/source.ts";
import type { Finding } from "#rules/define-rule.ts";
import type { ScriptContext } from "#rules/document.ts";
import { rules } from "#rules/index.ts";
import { TODAY } from "#rules/knowledge/today.ts";
import { judge, lint, readDocument } from "../../src/engine/lint.ts";
import { findProgram } from "../../src/files/find-program.ts";
import { converge } from "../../src/fixer/converge.ts";
import { guard } from "../../src/fixer/guard.ts";
import { makeShellCheck, type ShellCheck } from "../../src/shellcheck/index.ts";
import { questionAbout } from "../../src/shellcheck/question.ts";
import { CORPUS, type CorpusFile, hasCorpus, idOf, recipesIn } from "./corpus.ts";

const program = findProgram("shellcheck", process.env["PATH"]);
if (program === undefined) console.error("\n!!! SKIPPED: no shellcheck on PATH; Debian's package shellcheck has it.\n");

const files = recipesIn("recipes");
const settings = { target: { engine: "apptainer", mode: "suid-fakeroot", today: TODAY } } as const;

/** A finding, the script it is in, and what Apptainer's own parser says that script is. */
interface Case {
  readonly file: CorpusFile;
  readonly ctx: ScriptContext;
  readonly finding: Finding;
  readonly script: string;
}

describe.skipIf(!hasCorpus || program === undefined)("ShellCheck", () => {
  const troubles: string[] = [];
  let shellcheck: ShellCheck;
  let cases: readonly Case[];

  beforeAll(async () => {
    shellcheck = makeShellCheck(program ?? "", {
      env: process.env,
      parallel: 2,
      onTrouble: (trouble) => troubles.push(trouble),
    });
    await Promise.all(files.map(({ source }) => shellcheck.prefetch(readDocument(source, settings))));
    cases = files.flatMap(casesOf);
  });

  /** Findings in scripts that Apptainer's parser reads as well. */
  function casesOf(file: CorpusFile): Case[] {
    const document = readDocument(file.source, settings);
    const stages = stagesOf(file);
    const contexts = document.stages.flatMap(({ scripts }, index) =>
      scripts.map((ctx) => ({ ctx, script: scriptOf(stages[index], ctx.script) })),
    );
    return shellcheck.findings(document, []).flatMap((finding) => {
      const { start } = finding.range;
      const place = contexts.find(({ ctx }) =>
        ctx.script.sections.some(({ body }) => body.start <= start && start < body.end),
      );
      return place?.script === undefined ? [] : [{ file, finding, ctx: place.ctx, script: place.script }];
    });
  }

  test("has an answer to every question", () => {
    expect(troubles).toEqual([]);
    expect(cases.length).toBeGreaterThan(1500);
    expect(new Set(cases.map(({ finding }) => finding.code)).size).toBeGreaterThan(40);
  });

  test("means the text at the place of each finding, in scripts of all kinds", () => {
    const meant = new Map<ScriptContext, Map<string, number>>();
    const wrong: string[] = [];
    for (const { file, ctx, finding, script } of cases) {
      const left = meant.get(ctx) ?? askAnew(ctx, script);
      meant.set(ctx, left);
      const key = `${finding.code} ${describePlace(file, finding)}`;
      const count = left.get(key) ?? 0;
      if (count === 0) wrong.push(`${file.name} ${key}`);
      left.set(key, count - 1);
    }
    expect(wrong).toEqual([]);

    const kinds: Readonly<Record<string, (one: Case) => boolean>> = {
      "with templates": ({ script }) => /\{\{ *\w+ *\}\}/.test(script),
      "with CRLF": ({ file }) => file.source.text.includes("\r\n"),
      "with characters that are no ASCII": ({ script }) => /[^\0-\x7f]/.test(script),
      "of several %post": ({ ctx }) => ctx.script.type === "post" && ctx.script.sections.length > 1,
      "of apps": ({ ctx }) => ctx.script.app !== undefined,
      "under -c": ({ ctx }) => ctx.script.type === "post" && ctx.script.interpreter.chosen,
      "of another stage": ({ ctx }) => ctx.document.stages.indexOf(ctx.stage) > 0,
    };
    for (const [kind, isOne] of Object.entries(kinds)) expect(cases.filter(isOne).length, kind).toBeGreaterThan(0);
  });

  test.each([{ unsafe: false }, { unsafe: true }])(
    "offers mends that come to rest and break nothing (%o)",
    ({ unsafe }) => {
      const options = { ...settings, rules, shellcheck: shellcheck.findings };
      const selection = { unsafe, hygiene: true };
      const mend = (text: string) =>
        converge(text, { lint: (next) => lint(sourceFromText(next), options), guard, selection });
      const mendable = files.filter(({ source }) =>
        judge(source, options).findings.some(
          ({ code, fix }) => code.startsWith("SC") && fix !== undefined && (unsafe || fix.safety === "safe"),
        ),
      );
      // Evenly out of all of them.
      const sample = mendable.filter((_file, index) => index % Math.ceil(mendable.length / 100) === 0);
      expect(sample.length).toBeGreaterThan(unsafe ? 50 : 20);
      const bad = sample.flatMap(({ name, source }) => {
        const once = mend(source.text);
        const trouble = [...once.broken.map(({ code, reason }) => `${code} ${reason}`), ...once.unsettled];
        if (mend(once.text).text !== once.text) trouble.push("changes again");
        return trouble.length === 0 ? [] : [`${name}: ${trouble.join("; ")}`];
      });
      expect(bad).toEqual([]);
    },
  );

  /** What ShellCheck means in a script, asked and read without any of our own code about places. */
  function askAnew(ctx: ScriptContext, script: string): Map<string, number> {
    const question = questionAbout(ctx);
    const [options = ""] = question?.text.split("\n") ?? [];
    const text = script.replace(/\{\{ *\w+ *\}\}/g, (reference) => "_".repeat(reference.length));
    const { stdout } = spawnSync(program ?? "", ["--norc", "-f", "json1", "-s", question?.dialect ?? "sh", "-"], {
      input: `${options}\n${text}`,
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    const lines = `${options}\n${script}`.split("\n").map((line) => [...line]);
    const counts = new Map<string, number>();
    for (const { code, line, column, endLine, endColumn } of JSON.parse(stdout).comments) {
      const span = lines.slice(line - 1, endLine).map((characters, index) => {
        const end = index === endLine - line ? endColumn - 1 : characters.length;
        return characters.slice(index === 0 ? column - 1 : 0, end).join("");
      });
      const meant = span.join("\n");
      const characters = lines[line - 1] ?? [];
      // What has no length is shown as the character before which it stands, or the last one of the line.
      const shown = meant !== "" ? meant : (characters[column - 1] ?? characters.at(-1) ?? "\n");
      const at = meant === "" && column > characters.length ? Math.max(0, characters.length - 1) : column - 1;
      const key = `SC${code} ${characters.slice(0, at).join("")}|${shown}|${characters.join("")}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  }
});

/** The text before a finding in its line, its own text, and its line, as a person reads them in the recipe. */
function describePlace({ source }: CorpusFile, { range }: Finding): string {
  const text = (from: number, to?: number) => source.text.slice(from, to).replaceAll("\r\n", "\n");
  const lineStart = source.text.lastIndexOf("\n", range.start - 1) + 1;
  const line = text(lineStart).split("\n", 1)[0];
  return `${text(lineStart, range.start)}|${text(range.start, range.end)}|${line}`;
}

interface ReferenceStage {
  readonly sections: Readonly<Record<string, { readonly script?: string }>>;
  readonly apps: Readonly<Record<string, string>>;
  readonly appOrder: readonly string[];
}

function stagesOf(file: CorpusFile): readonly ReferenceStage[] {
  return JSON.parse(readFileSync(join(CORPUS, "reference", `${idOf(file)}.json`), "utf8")).stages ?? [];
}

/** The script as Apptainer's own parser put it together; undefined where it has none. */
function scriptOf(stage: ReferenceStage | undefined, { type, app }: BuildScript): string | undefined {
  if (stage === undefined) return undefined;
  const { sections, apps = {}, appOrder = [] } = stage;
  if (app !== undefined) return apps[`${type} ${app}`];
  const script = sections[type]?.script;
  if (type !== "post") return script;
  return [script ?? "", ...appOrder.map((name) => apps[`appinstall ${name}`] ?? "")].join("");
}
