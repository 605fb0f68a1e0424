/** Shows a build plan to a person: what the host is like, what is mended, what would be run. */

import { countSeverities } from "../reporters/count.ts";
import { printable } from "../reporters/printable.ts";
import { formatBytes } from "./format-bytes.ts";
import type { HostFacts } from "./host.ts";
import type { Mended } from "./mend-contract.ts";
import type { Place } from "./places.ts";
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
    "Host",
    ...hostLines(facts).map(([name, value]) => `  ${name.padEnd(22)}${printable(value, { oneLine: true })}`),
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

function hostLines(facts: HostFacts): [string, string][] {
  const { engine, places, memory } = facts;
  const limit = memory.limitBytes === undefined ? "no limit" : `limited to ${formatBytes(memory.limitBytes)}`;
  return [
    [
      "engine",
      engine === undefined
        ? "neither apptainer nor singularity is on PATH"
        : `${engine.kind} ${engine.version ?? "of unknown version"}, ${engine.program}`,
    ],
    ["setuid part", engine?.suid === undefined ? "unknown" : engine.suid ? "yes" : "no"],
    ["user", `${facts.user ?? "unknown"} (uid ${facts.uid ?? "unknown"})`],
    ["subuid, subgid", `${say(facts.subuid)}, ${say(facts.subgid)}`],
    ["user namespaces", facts.userns === undefined ? "unknown" : facts.userns ? "work" : "cannot be made"],
    ["newuidmap, newgidmap", `${facts.newuidmap ?? "unknown"}, ${facts.newgidmap ?? "unknown"}`],
    ["fakeroot", facts.fakeroot ?? "none"],
    ["glibc", facts.glibc ?? "unknown"],
    ["architecture", facts.arch ?? "unknown"],
    ["memory", `${formatBytes(memory.totalBytes)}, ${limit}${memory.cgroup ? ` (cgroup ${memory.cgroup})` : ""}`],
    ["/tmp", sayPlace(places.tmp)],
    ["$TMPDIR", sayTmpdir(facts)],
    ...places.local.map((place): [string, string] => ["local disk", `${place.path}: ${sayPlace(place)}`]),
    ["home", places.home === undefined ? "unknown" : `${places.home.path}: ${sayPlace(places.home)}`],
  ];
}

function say(range: HostFacts["subuid"]): string {
  if (range === undefined) return "unknown";
  return range === null ? "none" : `${range.start} and ${range.count - 1} more`;
}

function sayTmpdir({ tmpdirVariable, places }: HostFacts): string {
  if (tmpdirVariable === undefined) return "not set";
  if (!tmpdirVariable.startsWith("/")) return `${tmpdirVariable}: no absolute path, so it is left alone`;
  return `${tmpdirVariable}: ${places.tmpdir === undefined ? "not there, or it does not answer" : sayPlace(places.tmpdir)}`;
}

function sayPlace(place: Place | undefined): string {
  if (place === undefined) return "unknown";
  const flaws = [place.writable ? "" : ", not writable", place.noexec ? ", noexec" : ""].join("");
  return `${formatBytes(place.freeBytes)} of ${formatBytes(place.totalBytes)} free, ${place.kind ?? "unknown file system"}${flaws}`;
}

/** A word as a POSIX shell reads it back; for reading and pasting, nothing here is given to a shell. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
