/** Shows a build plan to a person: what the host is like, what is mended, what would be run. */

import type { HostFacts } from "../../host/probe-host.ts";
import { renderHost } from "../../host/render-host.ts";
import { countSeverities } from "../../reporters/count.ts";
import { printable } from "../../reporters/printable.ts";
import type { Mended } from "../mend-contract.ts";
import { type BuildPlan, withoutSecrets } from "./plan.ts";

/** What a plan shows of a recipe that was judged. */
interface ShownMend {
  readonly mended: Mended;
  /** The findings that remain, as a person reads them; safe to print. */
  readonly findings: string;
}

/** The text of `--dry-run`; without a `recipe` the engine is given an image or a URI, which deflint does not read. */
export function renderPlan(plan: BuildPlan, facts: HostFacts, recipe: ShownMend | undefined): string {
  const command = [
    ...plan.env.map(({ name, value }) => `${name}=${quote(value)}`),
    quote(plan.program),
    ...withoutSecrets(plan.argv).map(quote),
  ].join(" ");
  return [
    ...renderHost(facts),
    "",
    "Plan",
    ...plan.reasons.map((reason) => `  ${printable(reason, { oneLine: true })}`),
    ...plan.binds.map(
      ({ source, destination }) => `  %post sees ${printable(source, { oneLine: true })} as ${destination}`,
    ),
    "",
    ...(recipe === undefined ? ["Recipe: passed on unread, since it is no definition file"] : recipeBlocks(recipe)),
    "",
    `Command, run in ${printable(plan.cwd, { oneLine: true })}:`,
    `  ${printable(command, { oneLine: true })}`,
    ...(facts.engine === undefined ? ["  no engine on PATH: this could not be run here"] : []),
    "",
  ].join("\n");
}

function recipeBlocks({ mended, findings }: ShownMend): string[] {
  const left = mended.findings.length;
  const remain = left === 0 ? "nothing" : countSeverities(mended.findings).join(", ");
  const done = mended.changed ? `mended (${describeApplied(mended.applied)})` : "nothing mended";
  return [
    `Recipe: ${done}; ${remain} ${left <= 1 ? "remains" : "remain"}`,
    ...(mended.changed ? ["", printable(mended.diff.replace(/\n$/, ""))] : []),
    ...(findings === "" ? [] : ["", findings.replace(/\n$/, "")]),
  ];
}

/** "DF101, DF510 x2": the rules whose fixes were applied. */
export function describeApplied(applied: Mended["applied"]): string {
  return applied.map(({ code, count }) => (count === 1 ? code : `${code} x${count}`)).join(", ");
}

/** A word as a POSIX shell reads it back; for reading and pasting, nothing here is given to a shell. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
