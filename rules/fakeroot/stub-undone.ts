import { type Draft, defineRule } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { accountCommandOf, areStubbed } from "../knowledge/accounts/accounts.ts";
import { findHandMadeStubs } from "../knowledge/accounts/hand-made-stubs.ts";
import { packageNameOf } from "../knowledge/accounts/packages-adding-users.ts";
import { isOfSystem, type Transaction } from "../knowledge/package-managers/transactions.ts";
import type { Argument } from "../knowledge/shell/invocation.ts";

function* check(transaction: Transaction, ctx: ScriptContext): Iterable<Draft> {
  if (transaction.action === "remove" || areStubbed(transaction.state, ["groupadd"]) !== "yes") return;
  const toolkit = transaction.packages.find((argument) => bringsTools(argument, transaction));
  if (toolkit === undefined) return;
  const stubs = findHandMadeStubs(ctx.flow);
  if (stubs.some(({ command }) => command.start > transaction.command.start) || !isMissed(transaction, ctx)) return;
  yield {
    range: toolkit.word,
    message: `${toolkit.value} holds the real groupadd and useradd: where this installs it anew, they take the place of the stub, and what follows fails again for want of an account. Install it before the stub.`,
    related: stubs.slice(0, 1).map(({ command }) => ({ message: "the stub is put here", range: command })),
  };
}

/** The package of the account tools: in Enterprise Linux and Fedora, openSUSE, and Debian. */
function bringsTools({ value }: Argument, { family }: Transaction): boolean {
  if (value === undefined || (family !== "rpm" && family !== "deb")) return false;
  return (family === "deb" ? /^passwd$/ : /^shadow(?:-utils)?$/).test(packageNameOf(value, family));
}

/** Whether something behind it, or with it in one transaction, may want to make an account. */
function isMissed({ command, packages }: Transaction, { script, flow, transactions }: ScriptContext): boolean {
  const isLater = ({ start }: { readonly start: number }): boolean => start > command.start;
  return (
    packages.length > 1 ||
    transactions.some((other) => isLater(other.command) && isOfSystem(other) && other.action !== "remove") ||
    script.commands.some(
      (other) =>
        isLater(other) && flow.runsOf(other).some(({ invocation }) => invocation && accountCommandOf(invocation)),
    )
  );
}

export default defineRule({
  meta: {
    code: "DF119",
    name: "stub-undone",
    summary: "Install the account tools before their stub, not after it",
    why: `Where no account can be made, a stub in the place of \`groupadd\` and \`useradd\` lets packages install that want one. The package of these
tools (\`shadow-utils\`, \`shadow\` in openSUSE, \`passwd\` in Debian) brings the real ones back when it is installed or updated, and the next package that
adds a user fails. Install it before the stub is put in place, or put the stub there again.`,
    severity: "warning",
    confidence: "medium",
    fix: "none",
    modes: { "suid-fakeroot": "fails" },
    since: "0.1.0",
    sources: ["File lists of shadow-utils (Enterprise Linux, Fedora), shadow (openSUSE) and passwd (Debian)"],
  },
  on: { transaction: check },
});
