/** The colours of severities. */
import type pc from "picocolors";
import type { Severity } from "#rules/define-rule.ts";

/** What picocolors makes for an output. */
export type Colors = ReturnType<typeof pc.createColors>;

/** Paints text in the colour of a severity. */
export function paintSeverity(severity: Severity, colors: Colors): (text: string) => string {
  if (severity === "error") return colors.red;
  return severity === "warning" ? colors.yellow : colors.cyan;
}
