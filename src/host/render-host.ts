/** Shows a person what a host is like. */

import { formatBytes } from "../reporters/format-bytes.ts";
import { printable } from "../reporters/printable.ts";
import type { Place } from "./places.ts";
import type { HostFacts } from "./probe-host.ts";

/** One line a fact, names in a column; safe to print. */
export function renderHost(facts: HostFacts): string[] {
  return [
    "Host",
    ...hostLines(facts).map(([name, value]) => `  ${name.padEnd(22)}${printable(value, { oneLine: true })}`),
  ];
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
