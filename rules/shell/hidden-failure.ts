import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Chain, Command, ShellNode } from "#grammar/shell/tree.ts";
import type { SourceText } from "#grammar/source.ts";
import { type Draft, defineRule, type Fix, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { type FallibleKind, fallibleKind, refusesEmptyInput } from "../knowledge/programs/fallible-commands.ts";
import { hidingChain } from "../knowledge/shell/failure.ts";
import { type Invocation, readInvocation } from "../knowledge/shell/invocation.ts";
import type { State } from "../knowledge/shell/state.ts";

/** A command whose failure nobody sees. */
interface Hidden {
  readonly command: Command;
  readonly invocation: Invocation;
  readonly kind: FallibleKind;
}

/** One finding for each list or pipe, at the first of its commands that matters. */
function* check(script: BuildScript, ctx: ScriptContext): Iterable<Draft> {
  for (const [chain, commands] of hiddenCommands(script, ctx)) {
    const found = commands.find(({ kind }) => kind !== "index") ?? commands[0];
    if (found === undefined) continue;
    const { command, invocation, kind } = found;
    const isMinor = kind === "index";
    yield {
      range: invocation.program.word,
      message: isPipe(chain) ? describePipe(invocation, chain) : describeList(invocation),
      fix: isPipe(chain) ? undefined : endOnFailure(chain, command, ctx.document.source),
      ...(isMinor ? { severity: "info", hygiene: true } : {}),
    };
  }
}

function hiddenCommands({ tree, commands }: BuildScript, ctx: ScriptContext): Map<Chain, Hidden[]> {
  const found = new Map<Chain, Hidden[]>();
  for (const command of commands) {
    // Alone in its line it hides nothing.
    if (command.parent === undefined) continue;
    for (const { state, invocation } of ctx.flow.runsOf(command)) {
      const chain = invocation && hidingChain(command, state, tree?.list ?? []);
      const kind = chain && fallibleKind(command, invocation, state);
      if (invocation === undefined || kind === undefined || chain === undefined) continue;
      if (isPipe(chain) && (kind === "index" || endsByItself(chain, state))) continue;
      found.set(chain, [...(found.get(chain) ?? []), { command, invocation, kind }]);
      break;
    }
  }
  return found;
}

function isPipe({ connectors }: Chain): boolean {
  return connectors[0] === "|" || connectors[0] === "|&";
}

/** Whether the last command of a pipe fails when it gets nothing to read. */
function endsByItself(chain: Chain, { variables }: State): boolean {
  const last = lastCommand(chain);
  const invocation = last && readInvocation(last, variables);
  return invocation === undefined || refusesEmptyInput(invocation);
}

function lastCommand(node: ShellNode | undefined): Command | undefined {
  if (node?.kind === "chain") return lastCommand(node.members.at(-1));
  if (node?.kind === "group") return lastCommand(node.body.at(-1));
  return node?.kind === "command" ? node : undefined;
}

function describeList({ name }: Invocation): string {
  return `When ${name} fails here, the build does not stop but goes on below this list: set -e takes no notice of a command that && follows. Write one command a line, or end the list with || exit 1.`;
}

function describePipe({ name }: Invocation, chain: Chain): string {
  const reader = lastCommand(chain)?.words[0]?.value ?? "the next command";
  return `When ${name} fails here, the build does not stop at it: of a pipe only the last status counts, and ${reader} succeeds with nothing to read. Give the two a line each, with a file between them.`;
}

/** Nothing where a heredoc hangs on the list, or where it goes on in another section: its end is not where its line ends. */
function endOnFailure(chain: Chain, command: Command, { text }: SourceText): Fix | undefined {
  if (text[chain.end - 1] === "\n") return undefined;
  const hasHeredoc = chain.members.some((member) => member.kind === "command" && member.heredocs.length > 0);
  if (hasHeredoc || command.heredocs.length > 0) return undefined;
  return {
    title: "End the list with || exit 1",
    safety: "unsafe",
    edits: [{ start: chain.end, end: chain.end, text: " || exit 1" }],
  };
}

export default defineRule({
  meta: {
    code: "DF505",
    name: "hidden-failure",
    summary: "Let the build stop when a download, an install or a compiler fails",
    why: `\`%post\` runs under \`sh -e\`, which stops at a failing command, but not at one that \`&&\` follows: after \`cd src && make && make install\`
the script goes on with the next line although \`make\` has failed, and the build succeeds without the program. Of a pipe only the last
status counts: \`curl URL | bash\` succeeds when nothing was downloaded. Write one command a line, or end the list with \`|| exit 1\`. Only lists in which a
download, an installation or a compiler can fail unseen are reported, not those that end the script, whose status is the script's own.`,
    severity: "warning",
    confidence: "high",
    fix: "unsafe",
    modes: inEveryMode("misleads"),
    since: "0.1.0",
    sources: [
      "POSIX.1-2024, Shell Command Language, 2.15 set, -e",
      "dash 0.5.12 and bash 5.2, run: lists in groups, branches, loops, functions and subshells; readers of an empty pipe",
    ],
  },
  on: { post: check },
});
