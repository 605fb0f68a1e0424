import type { BuildScript } from "#grammar/shell/build-script.ts";
import { ancestorsOf, type Command, runsInOtherShell } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import { ofTypes, type ScriptContext } from "../document.ts";
import { isFinalStage } from "../knowledge/recipe/image-contents.ts";
import { ENVIRONMENTS } from "../knowledge/recipe/run-time-scripts.ts";
import type { Invocation } from "../knowledge/shell/invocation.ts";

/** Each command that ends containers is a finding; the others share one, at the first of them. */
function* check(script: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  if (!isFinalStage(ctx.stage)) return;
  const costs: { command: Command; what: string }[] = [];
  const often = script.type === "appenv" ? "at each run of this app" : "at the start of every container";
  for (const command of script.commands) {
    const invocation = ctx.flow.runsOf(command)[0]?.invocation;
    if (invocation === undefined) continue;
    const end = isOfThisShell(command) ? endOf(invocation) : undefined;
    const what = costOf(invocation, command);
    if (end !== undefined) yield { range: command, severity: "warning", message: end };
    else if (what !== undefined) costs.push({ command, what });
  }
  const [first, ...others] = costs;
  if (first === undefined) return;
  yield {
    range: first.command,
    message: `%${script.type} is read ${often}, and each time it ${first.what}.`,
    related: others.map(({ command, what }) => ({ message: `and it ${what}`, range: command })),
  };
}

function isOfThisShell(command: Command): boolean {
  return !runsInOtherShell(command) && ![...ancestorsOf(command)].some(({ kind }) => kind === "function");
}

/** How a command ends the container before the program in it starts. */
function endOf({ name, arguments: words }: Invocation): string | undefined {
  if (name === "exit") {
    return "exit in %environment ends the container: the program that was asked for never starts. Take it out; return leaves the script alone.";
  }
  const sets = name === "set" && words.some(({ value }) => /^-[a-zA-Z]*e|^errexit$/.test(value ?? ""));
  return sets
    ? "set -e in %environment holds for every start of the image: any command in it that fails ends the container without a word. Take it out."
    : undefined;
}

const SLOW = /^(?:python[\d.]*|Rscript|R|julia|java|perl|node|nvidia-smi|rocm-smi|spack|brew|find|jq)$/;
const REACHES_OUT = /^(?:curl|wget|git|pip[\d.]*|apt-get|apt|dnf|yum)$/;
const WRITES = /^(?:mkdir|rm|rmdir|cp|mv|touch|ln|chmod|tee)$/;
const EXPORTS = "work out at build time what that sets, and write plain exports";

/** What a command does at each start, and what to do instead, in words that follow "it"; undefined for the cheap and silent. */
function costOf({ name, arguments: words }: Invocation, { redirects, role }: Command): string | undefined {
  const [first] = words.map(({ value, word }) => value ?? word.text);
  if (name === "module" || name === "ml")
    return `calls ${name}, a function of login shells that is not there: ${EXPORTS}`;
  if (/^(?:conda|mamba|micromamba)$/.test(name)) return `runs ${name}: ${EXPORTS}`;
  if (name === "." || name === "source") return isCheapToRead(first ?? "") ? undefined : `reads ${first}: ${EXPORTS}`;
  if (name === "echo" || name === "printf") {
    const isShown = redirects.length === 0 && role !== "substitution" && typeof role !== "object";
    return isShown ? "prints this into the output of the program that was asked for: leave it out" : undefined;
  }
  if (name === "alias") return "makes an alias that no program sees: make a link in /usr/local/bin in %post instead";
  if (REACHES_OUT.test(name)) return `runs ${name}, which may wait for the network: do it in %post`;
  if (WRITES.test(name)) return `changes files with ${name}, even for a mere ls: do it in %runscript`;
  return SLOW.test(name) ? `runs ${name}: ${EXPORTS}` : undefined;
}

/** Files that hold exports and nothing else: those of Software Collections. */
function isCheapToRead(path: string): boolean {
  return /^\/opt\/rh\/[^/]+\/enable$/.test(path);
}

export default defineRule({
  meta: {
    code: "DF608",
    name: "environment-runs-commands",
    summary: "Keep %environment to plain exports",
    why: `Apptainer reads \`%environment\` at the start of every container, by a small shell of its own: what it runs is run by each \`apptainer
exec\`, a thousand times in an array job. Functions and aliases that a sourced file brings (\`conda\`, \`module\`) do not reach the program, and what is printed
ends up in the program's output. \`exit\` ends the container before its program starts, and under \`set -e\` any failing command does.
Work out at build time what such files set, for instance by comparing \`env\` before and after, and export that.`,
    severity: "info",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "Apptainer, internal/pkg/util/fs/files/action_script.sh",
      "Apptainer 1.4.5, run: after exit 0, or after set -e and false, the program never starts",
    ],
  },
  on: { scripts: ofTypes(ENVIRONMENTS, check) },
});
