/** Where a script uses what only bash has, and what comes of it under the plain shell that runs it. */
import { ancestorsOf, type Command, nodesIn, type ShellNode, type Test, type Word } from "#grammar/shell/tree.ts";
import type { Range } from "#grammar/source.ts";
import type { ScriptContext } from "../../document.ts";
import { bashIn, MAYBE_BASH } from "./bash-commands.ts";
import { failureIsTolerated } from "./failure.ts";
import { DIALECTS, type Difference, type Feature, featureOfTest, type PlainShell } from "./shell-dialects.ts";
import type { State } from "./state.ts";

export interface BashUse {
  readonly feature: Feature;
  readonly range: Range;
  readonly difference: Difference;
  /** Whether the script ends there; undefined where the shell goes on and does something else. */
  readonly stops: boolean;
  /** The command's words, for a use that is a command. */
  readonly words: readonly Word[] | undefined;
}

/** Scripts that the base's own shell runs, or a shell that they name: not those of the host, nor what Apptainer reads itself. */
const RUN_IN_IMAGE = /^(?:post|runscript|startscript|test|apprun|apptest|appstart)$/;

/** The shell without bash's language that runs a script; undefined where that is not known or another one. */
export function plainShellOf({ script, stage }: ScriptContext): PlainShell | undefined {
  const { interpreter, type } = script;
  if (interpreter.shell !== "sh" || !RUN_IN_IMAGE.test(type)) return undefined;
  const program = interpreter.program.split("/").at(-1);
  if (program === "dash" || program === "ash") return program;
  if (type !== "post" && stage.scripts.some((other) => other.script.type === "post" && replacesShell(other)))
    return undefined;
  const shell = stage.base?.shell;
  return shell === "dash" || shell === "ash" ? shell : undefined;
}

/** Whether `%post` puts another program in the place of /bin/sh, for the scripts that run later. */
function replacesShell({ flow }: ScriptContext): boolean {
  return (
    flow.programsNamed("dpkg-reconfigure", "update-alternatives").length > 0 ||
    flow.changes.some(({ change }) => /^\/(?:usr\/)?bin\/sh$/.test(change.path))
  );
}

/** The uses of a script in file order. */
export function findBashUses(ctx: ScriptContext, shell: PlainShell): BashUse[] {
  const { tree } = ctx.script;
  if (tree === undefined) return [];
  const uses = [...fromSyntax(ctx, shell), ...fromTests(ctx, shell), ...fromCommands(ctx, shell)];
  if (uses.length === 0) return [];
  const limit = endOfScript(ctx);
  return uses.filter(({ range }) => range.start < limit).sort((a, b) => a.range.start - b.range.start);
}

/**
 * The place from which the plain shell reads no more: an error, an `exit` at the top of the script, an `exec` there, or one of
 * bash anywhere (`[ -z "$BASH" ] && exec bash "$0"`).
 */
function endOfScript({ script }: ScriptContext): number {
  const { list = [], errors = [] } = script.tree ?? {};
  const ends = [...nodesIn(list)].find((node) => node.kind === "command" && endsScript(node));
  return Math.min(...errors.map(({ offset }) => offset), ends?.start ?? Number.POSITIVE_INFINITY);
}

function endsScript({ words, parent }: Command): boolean {
  const [name, program] = words.map(({ value }) => value);
  if (name === "exec" && /(?:^|\/)bash$/.test(program ?? "")) return true;
  return parent === undefined && (name === "exit" || (name === "exec" && program !== undefined));
}

function fromSyntax(ctx: ScriptContext, shell: PlainShell): BashUse[] {
  const { tree } = ctx.script;
  return (tree?.constructs ?? []).flatMap((construct): BashUse[] => {
    const { kind: feature, start, end } = construct;
    const difference = DIALECTS[feature][shell];
    if (difference === undefined) return [];
    const range = { start, end };
    if (difference.outcome === "unread") return [{ feature, range, difference, stops: true, words: undefined }];
    const command = innermostCommand(tree?.commands ?? [], construct);
    if (command === undefined) return [{ feature, range, difference, stops: false, words: undefined }];
    return judge(feature, range, difference, command, ctx.flow.stateBefore(command));
  });
}

function innermostCommand(commands: readonly Command[], { start, end }: Range): Command | undefined {
  return commands.findLast(
    (command) =>
      (command.start <= start && end <= command.end) ||
      command.heredocs.some(({ body }) => body.start <= start && end <= body.end),
  );
}

function fromTests(ctx: ScriptContext, shell: PlainShell): BashUse[] {
  return (ctx.script.tree?.tests ?? []).flatMap((test) => {
    const feature = featureOfTest(test);
    const difference = DIALECTS[feature][shell];
    const range = { start: test.start, end: test.start + test.opener.length };
    return difference === undefined ? [] : judge(feature, range, difference, test, ctx.flow.stateBeforeTest(test));
  });
}

function fromCommands(ctx: ScriptContext, shell: PlainShell): BashUse[] {
  return ctx.flow.programsNamed(...MAYBE_BASH).flatMap((run) => {
    const { command, invocation } = run;
    if (ctx.flow.runsOf(command)[0] !== run || isHanded(command)) return [];
    return bashIn(command, invocation).flatMap(({ feature, word }) => {
      const difference = DIALECTS[feature][shell];
      if (difference === undefined) return [];
      return judge(feature, word, difference, command, ctx.flow.stateBefore(command));
    });
  });
}

function isHanded(node: ShellNode): boolean {
  return node.role === "handed" || (node.parent !== undefined && isHanded(node.parent));
}

function judge(
  feature: Feature,
  { start, end }: Range,
  difference: Difference,
  node: Command | Test,
  state: State,
): BashUse[] {
  if (state.reached === "no" || isForBash(node)) return [];
  const goesOn = difference.outcome === "misleads" || (!endsShell(difference, node) && failureIsTolerated(node, state));
  const stops = !goesOn && state.reached === "yes";
  const words = node.kind === "command" ? node.words : undefined;
  return [{ feature, range: { start, end }, difference, stops, words }];
}

/** What ends a shell ends only the innermost one. */
function endsShell({ outcome }: Difference, node: ShellNode): boolean {
  return outcome === "ends" && ![node, ...ancestorsOf(node)].some(({ role }) => isOfSubshell(role));
}

function isOfSubshell(role: ShellNode["role"]): boolean {
  return role === "subshell" || role === "substitution" || (typeof role === "object" && /^\|&?$/.test(role.connector));
}

/** Whether a node stands where the script has asked whether bash runs it, or whether the shell has the option. */
function isForBash(node: ShellNode): boolean {
  return [...ancestorsOf(node)].some((ancestor) => {
    const asked =
      ancestor.kind === "conditional"
        ? ancestor.arms.flatMap(({ condition }) => condition)
        : ancestor.kind === "chain"
          ? ancestor.members
          : [];
    return [...nodesIn(asked)].some(
      (other) =>
        other.kind === "command" && other !== node && other.words.some(({ text }) => /\bBASH|pipefail/.test(text)),
    );
  });
}
