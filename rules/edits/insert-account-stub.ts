/** The mend that all account hazards share: one stub a script, before its first package or account command. */
import type { Edit, Fix } from "../define-rule.ts";
import type { ScriptContext } from "../document.ts";
import { isDeflintStub, renderStub, type StubForm } from "../knowledge/accounts/account-stubs.ts";
import { accountCommandOf, usesAccountName } from "../knowledge/accounts/accounts.ts";
import { findHandMadeStubs } from "../knowledge/accounts/hand-made-stubs.ts";
import { isOfSystem } from "../knowledge/package-managers/transactions.ts";
import type { Invocation } from "../knowledge/shell/invocation.ts";
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
  const { commands } = script;
  const installing = ctx.transactions.filter(isOfSystem);
  const concerned = new Set([...installing, ...findHandMadeStubs(script, flow)].map(({ command }) => command));
  const runs = commands.map((command) => flow.runsOf(command).flatMap(({ invocation }) => invocation ?? []));
  const first = commands.find(
    (command, at) => concerned.has(command) || runs[at]?.some((run) => accountCommandOf(run) !== undefined),
  );
  if (first === undefined) return undefined;
  const invocations = runs.flat();
  const runsAsOther = /\bsudo\b[^\n]*\s(?:-u|--user)\b/.test(script.joined.text);
  // The scripts of Debian's packages give files to the accounts that they have just made.
  const usesNames = installing.some(({ family }) => family === "deb") || invocations.some(usesAccountName);
  const form = runsAsOther || usesNames ? "appending" : "quiet";
  if (isDeflintStub(script.joined.text)) return { form, edits: [] };
  const { source } = document;
  const place = placeBefore(source, script, first);
  const restore = invocations.some(setsExitTrap) ? "last-line" : "trap";
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

function setsExitTrap({ name, arguments: words }: Invocation): boolean {
  return name === "trap" && words.slice(1).some(({ value }) => /^(?:(?:SIG)?EXIT|0)$/i.test(value ?? ""));
}
