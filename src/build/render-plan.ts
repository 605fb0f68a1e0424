/** Shows a build plan to a person: what the host is like, what is mended, what would be run. */
import { printable } from "../reporters/printable.ts";
import type { HostFacts, MapHelper } from "./host.ts";
import type { Place } from "./places.ts";
import { type BuildPlan, withoutSecrets } from "./plan.ts";
import { formatBytes } from "./space.ts";

/** The text of `--dry-run`. */
export function renderPlan(plan: BuildPlan, facts: HostFacts, diff: string): string {
  const command = [
    ...plan.env.map(({ name, value }) => `${name}=${quote(value)}`),
    quote(plan.program),
    ...withoutSecrets(plan.argv).map(quote),
  ].join(" ");
  return [
    "Host",
    ...hostLines(facts).map(([name, value]) => `  ${name.padEnd(18)}${printable(value, { oneLine: true })}`),
    "",
    "Plan",
    ...plan.reasons.map((reason) => `  ${printable(reason, { oneLine: true })}`),
    ...plan.binds.map(
      ({ source, destination }) => `  %post sees ${printable(source, { oneLine: true })} as ${destination}`,
    ),
    "",
    diff === "" ? "Recipe: nothing to mend" : `Recipe, mended:\n\n${printable(diff.replace(/\n$/, ""))}`,
    "",
    `Command, run in ${printable(plan.cwd, { oneLine: true })}:`,
    `  ${printable(command, { oneLine: true })}`,
    "",
  ].join("\n");
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
    ["newuidmap", `${sayHelper(facts.newuidmap)}, newgidmap ${sayHelper(facts.newgidmap)}`],
    ["fakeroot", facts.fakeroot ?? "none"],
    ["glibc", facts.glibc ?? "unknown"],
    ["architecture", facts.arch ?? "unknown"],
    ["memory", `${formatBytes(memory.totalBytes)}, ${limit}${memory.cgroup ? ` (cgroup ${memory.cgroup})` : ""}`],
    ["/tmp", sayPlace(places.tmp)],
    [
      "$TMPDIR",
      places.tmpdir === undefined ? "not set, or not there" : `${places.tmpdir.path}: ${sayPlace(places.tmpdir)}`,
    ],
    ...places.local.map((place): [string, string] => ["local disk", `${place.path}: ${sayPlace(place)}`]),
    ["home", places.home === undefined ? "unknown" : `${places.home.path}: ${sayPlace(places.home)}`],
  ];
}

function say(range: HostFacts["subuid"]): string {
  if (range === undefined) return "unknown";
  return range === null ? "none" : `${range.start} and ${range.count - 1} more`;
}

function sayHelper(helper: MapHelper): string {
  return helper ?? "unknown";
}

function sayPlace(place: Place | undefined): string {
  if (place === undefined) return "unknown";
  const flaws = [place.writable ? "" : ", not writable", place.noexec ? ", noexec" : ""].join("");
  return `${formatBytes(place.freeBytes)} of ${formatBytes(place.totalBytes)} free, ${place.kind ?? "unknown file system"}${flaws}`;
}

/** A word as a POSIX shell reads it back; for reading and pasting, nothing here is given to a shell. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
