import type { Text } from "#grammar/ast.ts";
import type { BuildScript } from "#grammar/shell/build-script.ts";
import { type Command, outermostOf, type ShellTree } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";

function* check(script: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  const { interpreter, tree } = script;
  if (!interpreter.chosen || interpreter.errexit || tree === undefined) return;
  const first = tree.commands.find(canFail);
  if (first === undefined || ctx.flow.stateBefore(first).errexit === "yes" || isWholeScript(first, tree)) return;
  const section = script.sections.findLast(
    (candidate) => candidate.type === "post" && candidate.arguments !== undefined,
  );
  if (section?.arguments === undefined) return;
  const { start, end, text } = section.arguments;
  const used = text.split("#")[0]?.trimEnd() ?? text;
  yield {
    range: { start, end: Math.max(start + used.length, Math.min(start + 1, end)) },
    message: `A failing command does not stop this script: -e belongs to the outer /bin/sh, and ${interpreter.program} starts without it. The build goes on and succeeds with half an image. Write ${interpreter.program} -e.`,
    fix: addErrexit(section.arguments, interpreter.program),
  };
}

/** Commands that may come before `set -e`, since nobody builds on their failure. */
const HARMLESS = /^(?:set|export|shopt|:|true|echo|printf|umask|ulimit|unset|date|pwd|hostname|source|\.|cd|mkdir)$/;

function canFail(command: Command): boolean {
  return command.words.length > 0 && !HARMLESS.test(command.words[0]?.value ?? "");
}

/** A script of one command, or one `&&` list, ends as that ends. */
function isWholeScript(first: Command, { list }: ShellTree): boolean {
  const node = outermostOf(first);
  const isPlain =
    node.kind === "command" || (node.kind === "chain" && node.connectors.every((connector) => connector === "&&"));
  return isPlain && node === list.at(-1);
}

/** `-e` right behind the program; none where the arguments hold more than a program and its options. */
function addErrexit({ start, text }: Text, program: string): Fix | undefined {
  const head = /^\s*-c\s+(?:\S*\/env\s+)?[^\s#;&|<>"'$`]+/.exec(text)?.[0];
  if (head === undefined || /[;&|<>"'$`]/.test(text.split("#")[0] ?? "")) return undefined;
  const at = start + head.length;
  return {
    title: `Run ${program} with -e`,
    safety: "unsafe",
    changesStructure: true,
    edits: [{ start: at, end: at, text: " -e" }],
  };
}

export default defineRule({
  meta: {
    code: "DF501",
    name: "errexit-lost",
    summary: "Let %post -c stop at a failing command",
    why: `Apptainer runs \`%post\` with \`/bin/sh -ex\`, so a failing command ends the build. With \`%post -c /bin/bash\` it runs
\`/bin/sh -ex -c "/bin/bash /.post.script"\`: the \`-e\` binds to the outer shell, and bash runs on after every failure. The build then
succeeds, and what is missing shows at run time. Write \`%post -c /bin/bash -e\` (\`-euo pipefail\` is accepted as well), or \`set -e\` as the first
line. The mend is not safe in that a recipe with a failure hidden so far will stop.`,
    severity: "warning",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/build/util.go, getSectionScriptArgs",
      "Apptainer 1.4.5, run: echo, false, echo under %post -c /bin/bash prints both and succeeds",
    ],
  },
  on: { post: check },
});
