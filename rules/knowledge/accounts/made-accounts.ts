/** The accounts that a script makes itself. */
import type { ScriptContext } from "../../document.ts";
import { accountCommandOf } from "./accounts.ts";

/** The names that the account commands of a script mention: each is made there, or fails there. */
export function madeAccounts({ flow }: ScriptContext): ReadonlySet<string> {
  const names = flow.programs.flatMap(({ invocation }) => {
    const makes = /^(?:user|group)add$|^add(?:user|group)$/.test(accountCommandOf(invocation) ?? "");
    return makes ? invocation.arguments.flatMap(({ value }) => value ?? []) : [];
  });
  return new Set(names);
}
