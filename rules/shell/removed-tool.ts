import type { Command } from "#grammar/shell/tree.ts";
import { type Draft, defineRule, inEveryMode } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { type AbsentTool, absentTool } from "../knowledge/images/absent-tools.ts";
import { nameOf } from "../knowledge/images/lifetimes.ts";
import { failureIsTolerated } from "../knowledge/shell/failure.ts";
import type { Run } from "../knowledge/shell/flow.ts";

/** One finding a tool: what its first call does, so do the others. */
function* check(ctx: ScriptContext): Iterable<Draft> {
  const base = ctx.stage.base;
  if (base?.isPlain !== true) return;
  const seen = new Set<string>();
  for (const command of ctx.script.commands) {
    for (const run of ctx.flow.runsOf(command)) {
      const name = calledName(run);
      const tool = name === undefined || seen.has(name) ? undefined : absentTool(name, base);
      if (name === undefined || tool === undefined) continue;
      if (mayBeThere(name, tool, run, ctx)) continue;
      seen.add(name);
      const stops = run.state.reached === "yes" && !failureIsTolerated(command, run.state);
      yield {
        range: command.words[0] ?? command,
        severity: stops ? "error" : "warning",
        message: `${name} is not in ${nameOf(base)} (${tool.reason}), so this ends with "${name}: not found". ${tool.instead}.`,
      };
    }
  }
}

/** The name by which a command calls a program; not one behind `sudo` and its like, nor one called by its path. */
function calledName({ command, invocation }: Run): string | undefined {
  if (invocation === undefined || invocation.program.word !== command.words[0]) return undefined;
  return invocation.program.value === invocation.name ? invocation.name : undefined;
}

function mayBeThere(name: string, tool: AbsentTool, { command, state }: Run, ctx: ScriptContext): boolean {
  if (state.stubbed.has(name)) return true;
  if (tool.comesByPath && (state.variables.has("PATH") || state.hasSourced)) return true;
  return isInstalled(tool, command, ctx) || isMentioned(name, command, ctx);
}

function isInstalled({ packages }: AbsentTool, { start }: Command, { transactions }: ScriptContext): boolean {
  return transactions.some(
    (transaction) =>
      transaction.command.start < start &&
      transaction.packages.some(({ value }) => value === undefined || packages.test(value)),
  );
}

/** Whether something before names a file or an alternative of that name, or makes an environment that brings it. */
function isMentioned(name: string, { start }: Command, { script }: ScriptContext): boolean {
  const brings = new RegExp(`(?:^|/)${name}$|conda|mamba|pyenv|^Python-|/Python-|spack`);
  return script.commands.some(
    (command) => command.start < start && command.words.slice(1).some(({ value }) => brings.test(value)),
  );
}

export default defineRule({
  meta: {
    code: "DF512",
    name: "removed-tool",
    summary: "Call programs that the base image has",
    why: `Distributions take programs out and rename them: \`apt-key\` is gone from Debian 13 and Ubuntu 25.04, \`python\` is no program on Debian 11, Ubuntu 20.04
and Enterprise Linux 8 (it is \`python3\`), and Python 2 is no package any more. A recipe that was written for an older base ends with \`not found\`, exit
status 127, when the base moves on. The same comes of a package manager of another distribution. Only the distributions' own images are judged, and not what
the recipe itself installs, links or puts on the PATH.`,
    severity: "error",
    confidence: "high",
    fix: "none",
    modes: inEveryMode("fails"),
    since: "0.1.0",
    sources: [
      "Debian 13 release notes: apt-key is gone",
      "Debian 11 release notes: no /usr/bin/python without python-is-python3",
      "RHEL 8, Configuring basic system settings: no unversioned python",
    ],
  },
  on: { post: (_script, ctx) => check(ctx) },
});
