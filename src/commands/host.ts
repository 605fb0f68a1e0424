/** `deflint host`: what this host is like, and how Apptainer would build on it. */
import { stringify } from "smol-toml";
import { tableOf } from "../config/target-table.ts";
import { EXIT } from "../exit-codes.ts";
import { factsOfHost } from "../host/host-target.ts";
import { type Decision, decideMode, modeFlagsOf } from "../host/mode.ts";
import type { Place } from "../host/places.ts";
import { type HostFacts, probeHost } from "../host/probe-host.ts";
import { renderHost } from "../host/render-host.ts";
import type { Io } from "../io.ts";
import { printable } from "../reporters/printable.ts";

/** How the facts can be printed: for a person, for a program, as a file for `--target`. */
export type HostFormat = "text" | "json" | "toml";

/** Prints what is known of this host. Resolves to the exit code; a host that cannot build is an answer too. */
export async function showHost(format: HostFormat, io: Io): Promise<number> {
  const facts = await probeHost(io);
  const flags = modeFlagsOf(() => false, io.env);
  io.stdout.write(RENDERERS[format](facts, (known) => decideMode(known, flags)));
  return EXIT.clean;
}

type Decide = (facts: HostFacts) => Decision;

const RENDERERS: Readonly<Record<HostFormat, (facts: HostFacts, decide: Decide) => string>> = {
  text: renderText,
  json: renderJson,
  toml: renderToml,
};

function renderText(facts: HostFacts, decide: Decide): string {
  const mode = describeMode(facts, decide(facts)).map((line) => `  ${printable(line, { oneLine: true })}`);
  return `${[...renderHost(facts), "", "Mode", ...mode, "", HINT].join("\n")}\n`;
}

const HINT =
  "deflint host --format toml > cluster.toml, and deflint --target cluster.toml judges for this host elsewhere.";

function describeMode({ engine }: HostFacts, decision: Decision): string[] {
  if (engine === undefined) return ["none: there is nothing to build with"];
  if (decision.possible) return [`${decision.mode}: ${decision.reason}`];
  return [`none: the build of a definition file would stop with FATAL: ${decision.fatal}`, `to do: ${decision.cure}`];
}

/** Neither the user's name nor the places that hold it: the object is for files that others read. */
function renderJson(named: HostFacts, decide: Decide): string {
  const facts = { ...named, user: undefined };
  const decision = decide(facts);
  const { engine, places, memory } = facts;
  const canBuild = engine !== undefined && decision.possible;
  const host = {
    version: 1,
    mode: canBuild ? decision.mode : null,
    reason: decision.possible ? decision.reason : decision.fatal,
    cure: decision.possible ? null : decision.cure,
    target: tableOf(factsOfHost(facts, decision)),
    engine:
      engine === undefined ? null : { kind: engine.kind, version: engine.version ?? null, setuid: engine.suid ?? null },
    isRoot: facts.uid === undefined ? null : facts.uid === 0,
    subuid: facts.subuid === undefined ? null : (facts.subuid?.count ?? 0),
    subgid: facts.subgid === undefined ? null : (facts.subgid?.count ?? 0),
    userNamespaces: facts.userns ?? null,
    newuidmap: facts.newuidmap ?? null,
    newgidmap: facts.newgidmap ?? null,
    fakeroot: facts.fakeroot ?? null,
    proot: facts.proot ?? null,
    glibc: facts.glibc ?? null,
    arch: facts.arch ?? null,
    memory: { totalBytes: memory.totalBytes, limitBytes: memory.limitBytes ?? null },
    tmp: describePlace(places.tmp),
    varTmp: describePlace(places.varTmp),
    tmpdir: describePlace(places.tmpdir),
    home: describePlace(places.home),
    localDisks: places.local.map(describePlace),
  };
  return `${JSON.stringify(host, null, 2)}\n`;
}

function describePlace(place: Place | undefined) {
  if (place === undefined) return null;
  const { totalBytes, freeBytes, kind, class: kindOfPlace, writable, noexec } = place;
  return { totalBytes, freeBytes, fileSystem: kind ?? null, class: kindOfPlace, writable, noexec: noexec ?? null };
}

function renderToml(facts: HostFacts, decide: Decide): string {
  const decision = decide({ ...facts, user: undefined });
  const why = describeMode(facts, decision).map((line) => `# ${printable(line, { oneLine: true })}\n`);
  return `# What deflint host found: for deflint --target FILE\n${why.join("")}${stringify({ target: tableOf(factsOfHost(facts, decision)) })}\n`;
}
