/** Account tools that a recipe replaces by itself, outside of any mount guard, and leaves replaced. */
import type { Command } from "#grammar/shell/tree.ts";
import { type FileChange, isKeptAside, toolAt } from "../shell/file-changes.ts";
import type { ChangingRun, Flow } from "../shell/flow.ts";
import { ACCOUNT_COMMANDS, SCRIPTLET_TOOLS } from "./accounts.ts";
import { isBehindMountGuard } from "./mount-guard.ts";

export interface HandMadeStub {
  readonly command: Command;
  /** The account tool that it stands in for. */
  readonly tool: string;
  /** Whether nothing else in the script touches the tool's file: the command can go without leaving a half of it. */
  readonly isAlone: boolean;
}

interface ToolChange extends FileChange {
  readonly command: Command;
  readonly tool: string;
}

/** The hand-made stubs of a script, in file order; what stands behind a mount guard is none. */
export function findHandMadeStubs(flow: Flow): HandMadeStub[] {
  const changes = flow.changes.flatMap(changeOfTool).filter(({ command }) => !isBehindMountGuard(command));
  return changes.flatMap((change) => {
    const { command, tool } = change;
    const same = changes.filter((other) => other.tool === tool);
    const isRestored = same.some(({ from }) => from !== undefined && isKeptAside(from));
    if (isRestored || !doesNothing(change)) return [];
    return [{ command, tool, isAlone: same.length === 1 }];
  });
}

function changeOfTool({ change, command }: ChangingRun): ToolChange[] {
  const tool = toolAt(change.path);
  const isAccountTool = tool !== undefined && (ACCOUNT_COMMANDS.has(tool) || SCRIPTLET_TOOLS.includes(tool));
  return isAccountTool ? [{ ...change, command, tool }] : [];
}

/** A copy of, or a link to, a program that only succeeds; or a short script that `echo` or `printf` writes. */
function doesNothing({ command, how, from }: ToolChange): boolean {
  if (how !== "truncate" && how !== "rename") return false;
  if (from !== undefined) return /(?:^|\/)(?:true|busybox)$/.test(from);
  return /^(?:echo|printf|:|true)$/.test(command.words[0]?.value ?? ":") && command.redirects.length > 0;
}
