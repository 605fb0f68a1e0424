/** The accounts that a script makes itself. */
import type { ScriptContext } from "../../document.ts";
import { accountCommandOf } from "./accounts.ts";

/** The names that the account commands of a script mention: each is made there, or fails there. */
export function madeAccounts({ flow }: ScriptContext): ReadonlySet<string> {
  const names = flow.programsNamed("useradd", "groupadd", "adduser", "addgroup").flatMap(({ invocation }) => {
    const makes = accountCommandOf(invocation) !== undefined;
    return makes ? invocation.arguments.flatMap(({ value }) => value ?? []) : [];
  });
  return new Set(names);
}
