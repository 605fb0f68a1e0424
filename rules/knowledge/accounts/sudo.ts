/** Where a script uses sudo for root's own work, and whether sudo is there at all. */
import { nodesIn } from "#grammar/shell/tree.ts";
import type { ScriptContext } from "../../document.ts";
import { hasFromBase } from "../images/image-packages.ts";
import type { Invocation, Wrapper } from "../shell/invocation.ts";
import type { Certainty } from "../shell/state.ts";
import { packageNameOf } from "./packages-adding-users.ts";
import { isOtherUser, userSwitchOf } from "./user-switches.ts";

/** The sudo that runs an invocation as root, or that is the invocation (`sudo -i`); undefined for `sudo -u other`. */
export function sudoOf(invocation: Invocation): Wrapper | undefined {
  const found = [...invocation.wrappers, invocation].find(({ name }) => name === "sudo");
  if (found === undefined || /^-(?:V|h|-version|-help)$/.test(found.arguments[0]?.value ?? "")) return undefined;
  return isOtherUser(userSwitchOf(invocation)?.user) ? undefined : found;
}

/** Whether a script makes a sudo of its own: a function, an alias, or a program at its place. */
export function makesSudo({ script, flow }: ScriptContext): boolean {
  const { list = [], commands = [] } = script.tree ?? {};
  for (const node of nodesIn(list)) if (node.kind === "function" && node.name === "sudo") return true;
  return (
    commands.some(({ words }) => words[0]?.value === "alias" && words.some(({ value }) => value.startsWith("sudo="))) ||
    flow.changes.some(({ change }) => /^\/(?:\w+\/)*s?bin\/sudo$/.test(change.path))
  );
}

/** Images whose distribution puts sudo into them. */
const WITH_SUDO: ReadonlySet<string> = new Set(["fedora"]);

/** Whether sudo is there before a place in a script: "no" only on a distribution's own image that gets no sudo. */
export function hasSudo(before: number, { stage, transactions }: ScriptContext): Certainty {
  const earlier = transactions.filter(({ command, action }) => command.start < before && action !== "remove");
  const named = earlier.filter(({ packages, family }) =>
    packages.some(
      ({ value }) => value !== undefined && packageNameOf(value, family === "rpm" ? "rpm" : "deb") === "sudo",
    ),
  );
  if (hasFromBase("sudo", stage) || named.some(({ state }) => state.reached === "yes")) return "yes";
  const { base } = stage;
  if (base?.isPlain !== true || WITH_SUDO.has(base.distribution) || named.length > 0) return "unknown";
  const mayBring = earlier.some(
    ({ action, packages }) =>
      action === "group-install" || packages.some(({ value }) => value === undefined || /[*?]/.test(value)),
  );
  return mayBring ? "unknown" : "no";
}
