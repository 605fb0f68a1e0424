/** The mend that all account hazards share: one stub a script, before its first package or account command. */
import type { Edit, Fix } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { isDeflintStub, renderStub, type StubForm } from "../knowledge/accounts/account-stubs.ts";
import { ACCOUNT_COMMANDS, accountCommandOf, usesAccountName } from "../knowledge/accounts/accounts.ts";
import { findHandMadeStubs } from "../knowledge/accounts/hand-made-stubs.ts";
import { isOfSystem } from "../knowledge/package-managers/transactions.ts";
import type { ProgramRun } from "../knowledge/shell/flow.ts";
import { insertLines, placeAtEnd, placeBefore } from "./place.ts";

export interface StubInsertion {
  readonly form: StubForm;
  /** Empty where the script has deflint's stub already. */
  readonly edits: readonly Edit[];
}

/**
 * What inserts the stub into a script, before its first package or account command or hand-made stub; undefined where
 * it has none.
 */
export function makeStubInsertion(ctx: ScriptContext): StubInsertion | undefined {
  const { document, script, flow } = ctx;
  const installing = ctx.transactions.filter(isOfSystem);
  const concerned = new Set([...installing, ...findHandMadeStubs(flow)].map(({ command }) => command));
  for (const { command, invocation } of flow.programsNamed(...ACCOUNT_COMMANDS)) {
    if (accountCommandOf(invocation) !== undefined) concerned.add(command);
  }
  const first = script.commands.find((command) => concerned.has(command));
  if (first === undefined) return undefined;
  const runsAsOther = /\bsudo\b[^\n]*\s(?:-u|--user)\b/.test(script.joined.text);
  // The scripts of Debian's packages give files to the accounts that they have just made.
  const usesNames =
    installing.some(({ family }) => family === "deb") ||
    flow.programs.some(({ invocation }) => usesAccountName(invocation));
  const form = runsAsOther || usesNames ? "appending" : "quiet";
  if (isDeflintStub(script.joined.text)) return { form, edits: [] };
  const { source } = document;
  const place = placeBefore(source, script, first);
  const restore = flow.programsNamed("trap").some(setsExitTrap) ? "last-line" : "trap";
  const stub = renderStub(form, { indent: place.indent, lineEnd: source.lineEnd, restore });
  const end = stub.restore === undefined ? undefined : placeAtEnd(source, script);
  const restoring = stub.restore === undefined || end === undefined ? [] : [insertLines(source, end, stub.restore)];
  return { form, edits: [insertLines(source, place, stub.block), ...restoring] };
}

/** The fix that inserts the account stub. Safe: behind its mount guard nothing changes for a build that can add accounts. */
export function insertAccountStub(ctx: ScriptContext, safety: Pick<Fix, "safety" | "safetyInBuild">): Fix | undefined {
  const { stubInsertion } = ctx;
  if (stubInsertion === undefined || stubInsertion.edits.length === 0) return undefined;
  const what =
    stubInsertion.form === "quiet"
      ? "let groupadd and useradd pass"
      : "let groupadd and useradd append to the account files";
  return { title: `Where no account can be added, ${what}`, ...safety, edits: stubInsertion.edits };
}

function setsExitTrap({ invocation }: ProgramRun): boolean {
  return invocation.arguments.slice(1).some(({ value }) => /^(?:(?:SIG)?EXIT|0)$/i.test(value ?? ""));
}
