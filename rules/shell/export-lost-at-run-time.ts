import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Command, Word } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { isOfSystem, madeDirectories } from "../knowledge/places/made-directories.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";
import { partialValue } from "../knowledge/shell/invocation.ts";
import { isAt, withoutSlash } from "../knowledge/shell/paths.ts";

interface Export {
  readonly variable: string;
  readonly word: Word;
  readonly directories: readonly string[];
}

function* check({ commands }: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  const exports = commands.flatMap((command) => exportsOf(command, ctx));
  if (exports.length === 0 || !isFinalStage(ctx.stage)) return;
  const made = madeDirectories(ctx);
  const told = new Set<string>();
  for (const { variable, word, directories } of exports) {
    if (isSetElsewhere(variable, ctx)) continue;
    const lost = directories.find((directory) => made.some((path) => isAt(directory, path) || isAt(path, directory)));
    if (lost === undefined || told.has(`${variable} ${lost}`) || isUsedElsewhere(lost, ctx)) continue;
    if (writesStartupFiles(ctx)) return;
    told.add(`${variable} ${lost}`);
    yield {
      range: word,
      message: `This holds for the rest of %post only: when a container runs, ${lost} is not in ${variable}. Put the line into %environment as well, if it is meant for then too.`,
    };
  }
}

/** `PATH` and `LD_LIBRARY_PATH` with the directories that are put into them, as far as they are written out. */
function exportsOf(command: Command, ctx: ScriptContext): Export[] {
  if (command.words.length > 0 && command.words[0]?.value !== "export") return [];
  const [run] = ctx.flow.runsOf(command);
  if (run === undefined) return [];
  const words = [
    ...command.words.slice(1).map((word) => ({ word, text: partialValue(word, run.state.variables) })),
    ...command.assignments.flatMap(({ name, value }) =>
      value === undefined ? [] : [{ word: value, text: `${name}=${partialValue(value, run.state.variables)}` }],
    ),
  ];
  return words.flatMap(({ word, text }) => {
    const [, variable, value = ""] = /^(PATH|LD_LIBRARY_PATH)=(.*)$/s.exec(text) ?? [];
    const directories = value.split(":").filter((path) => /^\/[^$`]+$/.test(path) && !isOfSystem(path));
    return variable === undefined ? [] : [{ variable, word, directories: directories.map(withoutSlash) }];
  });
}

function isSetElsewhere(variable: string, { stage }: ScriptContext): boolean {
  const start = new RegExp(`^${variable}\\+?=`);
  return stage.scripts.some(
    ({ script: { type, commands } }) =>
      type !== "post" &&
      commands.some(
        ({ words, assignments }) =>
          assignments.some(({ name }) => name === variable) || words.some(({ text }) => start.test(text)),
      ),
  );
}

/** Whether another section, or a link or copy in a directory that is in PATH, leads to what lies there. */
function isUsedElsewhere(directory: string, { stage }: ScriptContext): boolean {
  return stage.scripts.some(({ script: { type, commands } }) =>
    commands.some(({ words }) => {
      if (!words.some(({ value }) => value.startsWith(directory))) return false;
      return type !== "post" || /^(?:ln|cp|mv|install|update-alternatives)$/.test(words[0]?.value ?? "");
    }),
  );
}

/** Whether %post itself writes an environment for run time. */
function writesStartupFiles({ script }: ScriptContext): boolean {
  const mentions = ({ text }: Word): boolean =>
    /(?:APPTAINER|SINGULARITY)_ENVIRONMENT|\.singularity\.d|\/etc\/(?:profile|environment|bash|ld\.so)|rc$|profile$/.test(
      text,
    );
  return script.commands.some(
    ({ words, redirects }) => words.some(mentions) || redirects.some(({ target }) => target && mentions(target)),
  );
}

export default defineRule({
  meta: {
    code: "DF509",
    name: "export-lost-at-run-time",
    summary: "Export in %environment what the running container needs",
    why: `An \`export\` in \`%post\` ends with \`%post\`: a container starts with the base image's environment and with \`%environment\`. A program that \`%post\` has put
into a directory of its own, such as \`/opt/x/bin\`, is therefore found during the build and not at run time. Repeat the line in \`%environment\`, or link the program
into \`/usr/local/bin\`. Where the directory serves the build alone all is well.`,
    severity: "info",
    confidence: "medium",
    fix: "none",
    modes: inEveryMode("lost"),
    since: "0.1.0",
    sources: ["Apptainer user guide, Environment and metadata", "apptainer/singularity#1658"],
  },
  on: { post: check },
});
