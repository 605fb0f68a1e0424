/** Whether to colour. */
import type { Output } from "../io.ts";

/** A flag given wins; else NO_COLOR (any text but none) turns colours off; else the output decides. */
export function wantsColor(
  flag: boolean | undefined,
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  if (flag !== undefined) return flag;
  return (env["NO_COLOR"] ?? "") === "" && output.color;
}
