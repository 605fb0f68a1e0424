/** The question that tells fakeroot without user namespaces from all other builds: is /etc/group a mount here? */
import { ancestorsOf, type Command, type ShellNode } from "#grammar/shell/tree.ts";
import type { Target } from "../../define-rule.ts";
import { type Invocation, readInvocation } from "../shell/invocation.ts";
import { type Certainty, Variables } from "../shell/state.ts";

/**
 * Whether `/etc/passwd` and `/etc/group` are mounts in `%post`: only where the builder is not root to Apptainer
 * (`addIdentityMount`, internal/pkg/runtime/engine/apptainer/container_linux.go; seen in all modes on 1.4.5).
 */
export function accountFilesAreMounts(target: Target): Certainty {
  if (target.mode === "proot") return "unknown";
  return target.mode === "suid-fakeroot" ? "yes" : "no";
}

/** Whether a command asks just that: a grep for the file in the list of mounts, or `mountpoint`. */
export function asksForAccountMount({ name, arguments: words }: Invocation): boolean {
  const values = words.map((word) => word.value ?? "");
  const namesFile = values.some((value) => /(?:^|\s)\/etc\/(?:group|passwd)(?:\s|$)/.test(value));
  if (name === "mountpoint") return namesFile;
  return (
    name === "grep" && namesFile && values.some((value) => /^\/proc\/(?:self\/)?(?:mounts|mountinfo)$/.test(value))
  );
}

/** Whether a command stands where only a mounted account file leads: in an `if`, or behind an `&&`, that asks for it. */
export function isBehindMountGuard(command: Command): boolean {
  for (const ancestor of ancestorsOf(command)) {
    if (ancestor.kind === "conditional" && ancestor.arms.some(({ condition }) => condition.some(isGuard))) return true;
    if (ancestor.kind === "chain" && ancestor.members.some(isGuard)) return true;
  }
  return false;
}

function isGuard(node: ShellNode): boolean {
  const invocation = node.kind === "command" ? readInvocation(node, Variables.none) : undefined;
  return invocation !== undefined && asksForAccountMount(invocation);
}
