import { ancestorsOf } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { lineStart } from "../edits/place.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";

/** One finding a script: where the first fails, so do the others. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  const runs = activationsIn(ctx);
  const [first, ...others] = runs;
  if (first === undefined) return;
  yield {
    range: first.invocation.program.word,
    message: describe(first),
    related: others.map(({ invocation }) => ({ message: "so does this one", range: invocation.program.word })),
    fix: defineFirst(first, ctx),
  };
}

/** The runs that ask the program for what only the shell function of its name can do, one for each command. */
function activationsIn({ flow }: ScriptContext): ProgramRun[] {
  const found = flow
    .programsNamed("conda", "mamba", "micromamba")
    .filter(
      ({ state, invocation }) =>
        invocation.arguments[0]?.value === "activate" && (!state.hasSourced || isByPath(invocation)),
    );
  return found.filter(({ command }, at) => command !== found[at - 1]?.command);
}

/** A path goes past the function. */
function isByPath({ program }: ProgramRun["invocation"]): boolean {
  return program.value?.includes("/") === true;
}

function describe({ invocation }: ProgramRun): string {
  const { name } = invocation;
  const error = name === "conda" ? "\"CondaError: Run 'conda init' before 'conda activate'\"" : "an error";
  if (isByPath(invocation))
    return `A program cannot change its caller's environment: by its path, ${name} activate ends with ${error}. Read conda.sh and write ${name} activate, or use ${name} run -n NAME.`;
  return `In this script ${name} is the program and not the shell function, so this ends with ${error}. Put ${definitionBy(name)} before it, or use ${name} run -n NAME.`;
}

function definitionBy(name: string): string {
  return name === "conda" ? 'eval "$(conda shell.posix hook)"' : `eval "$(${name} shell hook -s posix)"`;
}

/** Nothing inside of quotes, nor where a line of its own would change what the command hangs on. */
function defineFirst({ command, invocation }: ProgramRun, { document: { source } }: ScriptContext): Fix | undefined {
  const isHanded = [command, ...ancestorsOf(command)].some(({ role }) => role === "handed" || role === "condition");
  if (isByPath(invocation) || invocation.name === "mamba" || isHanded) return undefined;
  const { role, start } = command;
  const before = source.text.slice(lineStart(source, start), start);
  const inList = typeof role === "object" && role.connector === "&&";
  if (typeof role === "object" ? !inList : before.trim() !== "") return undefined;
  const text = `${definitionBy(invocation.name)}${inList ? " && " : source.lineEnd + before}`;
  return {
    title: `Bring in the shell function ${invocation.name}`,
    safety: "unsafe",
    edits: [{ start, end: start, text }],
  };
}

export default defineRule({
  meta: {
    code: "DF506",
    name: "conda-activate",
    summary: "Read conda's shell functions before conda activate",
    why: `\`conda activate\` is a shell function that \`conda init\` puts into the start-up files of interactive shells. The scripts of a recipe
read none of them, so the program \`conda\` answers and refuses: \`CondaError: Run 'conda init' before 'conda activate'\`. Running \`conda init\` in the same
script does not help, for it takes hold in the next interactive shell. Put \`. /opt/conda/etc/profile.d/conda.sh\` or
\`eval "$(conda shell.posix hook)"\` before it, in every script that needs it, or do without: \`conda run -n NAME PROGRAM\`.`,
    severity: "warning",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: [
      "conda, documentation, Managing environments, Activating an environment",
      "apptainer/apptainer#3029",
      "Apptainer user guide, Definition files, %environment",
    ],
  },
  on: { script: (_script, ctx) => check(ctx) },
});
