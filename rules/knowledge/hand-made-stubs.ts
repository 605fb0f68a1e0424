/** Account tools that a recipe replaces by itself, outside of any mount guard. */
import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Command } from "#grammar/shell/tree.ts";
import { ACCOUNT_COMMANDS, SCRIPTLET_TOOLS } from "./accounts.ts";
import { fileChanges, toolAt } from "./file-changes.ts";
import type { Flow } from "./flow.ts";
import { isBehindMountGuard } from "./mount-guard.ts";

export interface HandMadeStub {
  readonly command: Command;
  /** The account tool that it stands in for. */
  readonly tool: string;
}

/** The hand-made stubs of a script, in file order. */
export function findHandMadeStubs(script: BuildScript, flow: Flow): HandMadeStub[] {
  const stubs: HandMadeStub[] = [];
  for (const command of script.tree?.commands ?? []) {
    for (const { state, invocation } of flow.runsOf(command)) {
      for (const { path, how, from } of fileChanges(command, invocation, state.variables)) {
        const tool = toolAt(path);
        const isAccountTool = tool !== undefined && (ACCOUNT_COMMANDS.has(tool) || SCRIPTLET_TOOLS.includes(tool));
        if (!isAccountTool || !(how === "truncate" || how === "rename") || !doesNothing(command, from)) continue;
        if (!isBehindMountGuard(command)) stubs.push({ command, tool });
      }
    }
  }
  return stubs;
}

/** A copy of, or a link to, a program that only succeeds; or a script that a redirect writes. */
function doesNothing(command: Command, from: string | undefined): boolean {
  return from === undefined ? command.redirects.length > 0 : /(?:^|\/)(?:true|:|busybox)$/.test(from);
}
