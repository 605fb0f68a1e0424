/** Decides where a build writes: what %post sees as /tmp, where the engine unpacks, where its downloads go. */
import type { BuildMode } from "#rules/define-rule.ts";
import type { Engine } from "../../host/engine.ts";
import type { Place } from "../../host/places.ts";
import type { Places } from "../../host/probe-host.ts";
import { formatBytes } from "../../reporters/format-bytes.ts";
import { type BuildArguments, isGiven, valuesOf } from "../command-line/arguments.ts";
import { bindMeansOf, bindObstacleOf } from "../engines/bind-words.ts";
import { splitFlawOf } from "../engines/split-paths.ts";
import { isTaken, userDestinations } from "./mounts.ts";

/** Directories inside a build's private directory, by what they are for. */
export const ROOMS = { "/tmp": "tmp", "/var/tmp": "var-tmp", build: "build", cache: "cache" } as const;

/** Where a build writes, and why there. */
export interface SpacePlan {
  /** Where the private directory is to be made; undefined when none is needed. */
  readonly parent: string | undefined;
  /** Destinations in %post over which a directory of the private one is bound. */
  readonly binds: readonly ("/tmp" | "/var/tmp")[];
  /** Set where the engine has no --mount for builds. */
  readonly bindFlag?: "bind";
  /** Whether everyone may write to the bound directories: apt's user `_apt` must, where it is a user of its own. */
  readonly sticky: boolean;
  /** What the engine's own directories are set to: a room of the private directory, or a path that stays. */
  readonly engineTmp: { readonly room: "build" } | { readonly path: string } | undefined;
  readonly engineCache: { readonly room: "cache" } | undefined;
  /** Bytes free in what %post will see as /tmp. */
  readonly tmpBytes: number | undefined;
  /** One sentence a decision, as --dry-run prints them. */
  readonly reasons: readonly string[];
}

/** What the decision rests on. */
export interface SpaceQuestion {
  readonly places: Places;
  readonly args: Pick<BuildArguments, "given" | "bindTmp">;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly mode: BuildMode;
  /** "APPTAINER" or "SINGULARITY": the prefix of the engine's variables. */
  readonly prefix: string;
  /** What will do the build; undefined is taken for Apptainer. */
  readonly engine?: Engine | undefined;
  /** Whether %post is known to delete what it does not own in /tmp: then it gets a /tmp of its own in any case. */
  readonly deletesHostTmp: boolean;
}

/** Below this many free bytes a place counts as small: one install of a CUDA wheel set unpacks several gigabytes. */
const ENOUGH = 10 * 2 ** 30;

/**
 * Pure: the facts were probed before. %post sees the host's /tmp and /var/tmp (the engine's build configuration keeps
 * `mount tmp`), `$TMPDIR` does not reach it, and `rm -rf /tmp/*` there deletes the host's files and the running build:
 * so what is bound is always a fresh directory, never $TMPDIR itself nor one that holds anything else.
 */
export function planSpace(question: SpaceQuestion): SpacePlan {
  const { places, args, env, mode } = question;
  const reasons: string[] = [];
  const better = findBetterPlace(places, reasons);
  const { binds, shelter } = planBinds(question, better, reasons);
  const means = bindMeansOf(question.engine, question.args);
  const disk = better ?? [places.tmpdir, places.tmp].find((place) => isGood(place)) ?? findRefuge(question);
  const engineTmp = planEngineTmp(question, disk, reasons);
  const engineCache = planEngineCache(question, disk, reasons);
  const room = (engineTmp !== undefined && "room" in engineTmp) || engineCache !== undefined;
  const parent = binds.length > 0 ? (better ?? shelter) : room ? disk : undefined;
  const own = engineTmp === undefined ? engineDirectory(question) : undefined;
  const isOwnRoom = own !== undefined && (parent === undefined || parent.realPath === own.realPath);
  const isUsersTmp = isTaken("/tmp", userDestinations(args, env));
  return {
    parent: (parent ?? (isOwnRoom ? own : undefined))?.path,
    binds,
    ...("flag" in means && means.flag === "bind" && { bindFlag: means.flag }),
    // In the other modes %post has one user only, whatever `id` says there.
    sticky: mode === "subuid" || mode === "root",
    engineTmp: isOwnRoom ? { room: "build" } : engineTmp,
    engineCache,
    tmpBytes: isUsersTmp ? undefined : binds.includes("/tmp") ? parent?.freeBytes : places.tmp?.freeBytes,
    reasons,
  };
}

/** Where the engine can work at all, be it small, when it cannot in $TMPDIR for that one's name. */
function findRefuge({ places, env }: SpaceQuestion): Place | undefined {
  return splitFlawOf(env.TMPDIR ?? "") === undefined ? undefined : [places.tmp, places.varTmp].find(isUsable);
}

/** A local disk that serves better than /tmp as temporary directory; says why in `reasons`. */
function findBetterPlace(places: Places, reasons: string[]): Place | undefined {
  const { tmp, tmpdir, varTmp, local } = places;
  const flaw = flawOf(tmp);
  for (const place of [tmpdir, ...local]) {
    if (place === undefined || place.realPath === tmp?.realPath) continue;
    const unfit =
      place.class !== "disk" ? "is no local disk" : !isUsable(place) ? "cannot be used" : splitFlawOf(place.path);
    if (unfit !== undefined) {
      if (place === tmpdir) reasons.push(`$TMPDIR (${place.path}) ${unfit} (${describe(place)}), so it is left alone`);
      continue;
    }
    // A tenth less is still the same disk, seen a moment later.
    if (
      !isUsable(tmp) ||
      place.freeBytes >= 0.9 * tmp.freeBytes ||
      (tmp.class !== "disk" && place.freeBytes >= ENOUGH)
    ) {
      reasons.push(
        `${place === tmpdir ? `$TMPDIR (${place.path}, ` : `${place.path} (`}${describe(place)}) is a better place than /tmp (${flaw ?? (tmp && describe(tmp))})`,
      );
      return place;
    }
  }
  if (
    flaw !== undefined &&
    isGood(varTmp) &&
    varTmp.realPath !== tmp?.realPath &&
    varTmp.freeBytes > (isUsable(tmp) ? tmp.freeBytes : 0)
  ) {
    reasons.push(`/var/tmp (${describe(varTmp)}) is a better place than /tmp (${flaw})`);
    return varTmp;
  }
  return undefined;
}

function planBinds(
  question: SpaceQuestion,
  better: Place | undefined,
  reasons: string[],
): { binds: ("/tmp" | "/var/tmp")[]; shelter: Place | undefined } {
  const { places, args, env, deletesHostTmp } = question;
  const shelter = deletesHostTmp
    ? [places.tmpdir, places.tmp, places.varTmp].filter(isUsable).find((place) => place.class !== "network")
    : undefined;
  if (better === undefined && shelter === undefined) return { binds: [], shelter };
  if (!args.bindTmp) {
    reasons.push("--no-bind-tmp: %post keeps the host's /tmp and /var/tmp");
    return { binds: [], shelter };
  }
  const obstacle = bindObstacleOf(question, (better ?? shelter)?.path ?? "");
  if (obstacle !== undefined) {
    reasons.push(obstacle);
    return { binds: [], shelter };
  }
  if (better === undefined)
    reasons.push("the recipe deletes what it finds in /tmp, which is the host's: %post gets directories of its own");
  const taken = userDestinations(args, env);
  const binds = (["/tmp", "/var/tmp"] as const).filter((destination) => {
    if (isTaken(destination, taken))
      reasons.push(`${destination} is bound by a flag or variable of yours, which stays as it is`);
    return !isTaken(destination, taken);
  });
  const parent = better ?? shelter;
  if (binds.length > 0 && parent !== undefined)
    reasons.push(`${binds.join(" and ")} of %post: a private directory below ${parent.path}, removed afterwards`);
  return { binds, shelter };
}

function planEngineTmp(
  { places, args, env, prefix }: SpaceQuestion,
  disk: Place | undefined,
  reasons: string[],
): SpacePlan["engineTmp"] {
  const name = `${prefix}_TMPDIR`;
  if (env[name] || env.SINGULARITY_TMPDIR || valuesOf(args, "tmpdir").length > 0) return undefined;
  const [used, where] = env.TMPDIR ? [places.tmpdir, env.TMPDIR] : [places.tmp, "/tmp"];
  const flaw = where.startsWith("/") ? flawOf(used) : "no absolute path";
  if (flaw === undefined || disk === undefined || disk.realPath === used?.realPath) return undefined;
  reasons.push(`${name} is not set, and ${where} would be used (${flaw}): set to a directory below ${disk.path}`);
  // With --no-cleanup the person wants to look at the bundle afterwards, so it must outlive the private directory.
  return isGiven(args, "no-cleanup") ? { path: disk.path } : { room: "build" };
}

/**
 * The directory that the engine would unpack in by itself. It is given a room of its own there, for what it leaves when it is
 * killed. Undefined where a flag or variable names another, where it must stay, and where the place is of no use.
 */
function engineDirectory({ places, args, env, prefix }: SpaceQuestion): Place | undefined {
  if (env[`${prefix}_TMPDIR`] || env.SINGULARITY_TMPDIR || valuesOf(args, "tmpdir").length > 0) return undefined;
  if (isGiven(args, "no-cleanup")) return undefined;
  const used = env.TMPDIR ? places.tmpdir : places.tmp;
  return isUsable(used) && splitFlawOf(used.path) === undefined ? used : undefined;
}

function planEngineCache(
  { places, args, env, prefix }: SpaceQuestion,
  disk: Place | undefined,
  reasons: string[],
): SpacePlan["engineCache"] {
  const name = `${prefix}_CACHEDIR`;
  if (env[name] || env.SINGULARITY_CACHEDIR || isGiven(args, "disable-cache")) return undefined;
  const flaw = flawOf(places.home);
  if (flaw === undefined || disk === undefined || disk.realPath === places.home?.realPath) return undefined;
  reasons.push(
    `${name} is not set, and the home directory would be used (${flaw}): set to a directory below ${disk.path} for this build; set it yourself to keep downloads`,
  );
  return { room: "cache" };
}

function isUsable(place: Place | undefined): place is Place {
  return place?.writable === true && place.noexec !== true;
}

function isGood(place: Place | undefined): place is Place {
  return isUsable(place) && flawOf(place) === undefined;
}

/** What speaks against a place, or undefined. */
function flawOf(place: Place | undefined): string | undefined {
  if (place === undefined) return "not there or not answering";
  if (!place.writable) return "not writable";
  if (place.noexec === true) return "mounted noexec";
  const flaw = splitFlawOf(place.path);
  if (flaw !== undefined) return flaw;
  if (place.class === "network") return `${place.kind}, a network file system`;
  if (place.class === "memory") return `${describe(place)}, which takes memory`;
  if (place.freeBytes < ENOUGH) return `only ${describe(place)}`;
  return undefined;
}

function describe(place: Place): string {
  return `${formatBytes(place.freeBytes)} free, ${place.kind ?? "unknown file system"}`;
}
