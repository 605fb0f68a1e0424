/** The mend that all account hazards share: one stub a script, before its first package or account command. */
import type { Command } from "#grammar/shell/tree.ts";
import type { Edit, Fix } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { renderStub, type StubForm } from "../knowledge/account-stubs.ts";
import { ACCOUNT_COMMANDS, accountCommand } from "../knowledge/accounts.ts";
import { type Invocation, operandsOf } from "../knowledge/invocation.ts";
import { insertLines, placeAtEnd, placeBefore } from "./place.ts";

/** The edits that insert the stub into a script, or undefined where there is nothing to put it before. */
export function stubEdits(
  ctx: ScriptContext,
): { readonly form: StubForm; readonly edits: readonly Edit[] } | undefined {
  const { document, script, flow } = ctx;
  const commands = script.tree?.commands ?? [];
  const transactions = new Set(ctx.transactions.map(({ command }) => command));
  const invocations = commands.map((command) => flow.invocationOf(command));
  const first = commands.find((command, at) => transactions.has(command) || isAccountCommand(invocations[at]));
  if (first === undefined) return undefined;
  const form = invocations.some((invocation) => invocation !== undefined && needsName(invocation))
    ? "appending"
    : "quiet";
  const { source } = document;
  const place = placeBefore(source, script, first);
  const trapped = invocations.some(setsExitTrap);
  const stub = renderStub(form, {
    indent: place.indent,
    lineEnd: source.lineEnd,
    restore: trapped ? "last-line" : "trap",
  });
  const end = stub.restore === undefined ? undefined : placeAtEnd(source, script);
  return {
    form,
    edits: [
      insertLines(source, place, stub.block),
      ...(stub.restore === undefined || end === undefined ? [] : [insertLines(source, end, stub.restore)]),
    ],
  };
}

/** The fix that inserts the account stub. Safe: behind its mount guard nothing changes for a build that can add accounts. */
export function insertAccountStub(ctx: ScriptContext, safety: Pick<Fix, "safety" | "safetyInBuild">): Fix | undefined {
  const stub = stubEdits(ctx);
  if (stub === undefined) return undefined;
  const what =
    stub.form === "quiet" ? "let groupadd and useradd pass" : "let groupadd and useradd append to the account files";
  return { title: `Where no account can be added, ${what}`, ...safety, edits: stub.edits };
}

function isAccountCommand(invocation: Invocation | undefined): boolean {
  return invocation?.program.value !== undefined && accountCommand(invocation.program.value) !== undefined;
}

function setsExitTrap(invocation: Invocation | undefined): boolean {
  return (
    invocation?.name === "trap" && invocation.arguments.slice(1).some(({ value }) => value === "EXIT" || value === "0")
  );
}

/** Accounts that every base image has. */
const BASE_ACCOUNTS =
  /^(?:root|bin|daemon|adm|lp|sync|shutdown|halt|mail|operator|games|ftp|nobody|users|wheel|tty|disk|sys|man|news|staff|\d+)?$/;

/** Whether a command uses the name of an account that must have been made before, or changes accounts itself. */
function needsName({ name, arguments: words }: Invocation): boolean {
  if (ACCOUNT_COMMANDS.has(name)) return true;
  switch (name) {
    case "chown":
    case "chgrp": {
      if (words.some(({ value }) => value?.startsWith("--reference"))) return false;
      const owner = operandsOf(words)[0];
      return owner !== undefined && (owner.value ?? "?").split(/[:.]/).some((account) => !BASE_ACCOUNTS.test(account));
    }
    case "install":
      return words.some(
        ({ value }, at) =>
          /^(?:-[og]|--owner|--group)$/.test(words[at - 1]?.value ?? "") && !BASE_ACCOUNTS.test(value ?? "?"),
      );
    case "su":
    case "runuser":
    case "gosu":
      return operandsOf(words).some(({ value }) => value !== "-" && !BASE_ACCOUNTS.test(value ?? "?"));
    default:
      return false;
  }
}

/** Whether a stub or another stand-in surely takes the calls of a tool, or may. */
export function standsIn(ctx: ScriptContext, command: Command, tools: readonly string[]): "yes" | "no" | "unknown" {
  const { stubbed } = ctx.flow.stateBefore(command);
  const answers = tools.map((tool) => stubbed.get(tool) ?? "no");
  if (answers.every((answer) => answer === "yes")) return "yes";
  return answers.some((answer) => answer === "no") ? "no" : "unknown";
}
