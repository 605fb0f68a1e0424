/** The accounts that a script makes itself. */
import type { ScriptContext } from "../document.ts";
import { accountCommandOf } from "./accounts.ts";

/** The names that the account commands of a script mention: each is made there, or fails there. */
export function madeAccounts({ script, flow }: ScriptContext): ReadonlySet<string> {
  const names = (script.tree?.commands ?? []).flatMap((command) =>
    flow.runsOf(command).flatMap(({ invocation }) => {
      const makes = /^(?:user|group)add$|^add(?:user|group)$/.test((invocation && accountCommandOf(invocation)) ?? "");
      return makes ? (invocation?.arguments.flatMap(({ value }) => value ?? []) ?? []) : [];
    }),
  );
  return new Set(names);
}
