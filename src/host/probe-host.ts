/** Learns what the host is like, as far as it decides how Apptainer will build. */
import { stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { findProgram } from "../files/find-program.ts";
import type { Io } from "../io.ts";
import { awaitAll } from "./await-all.ts";
import { type Engine, probeEngine } from "./engine.ts";
import { type Memory, probeMemory } from "./memory.ts";
import { type Place, probePlace, readMounts } from "./places.ts";
import { type Ask, ask } from "./programs.ts";
import { findRange, type IdRange } from "./subids.ts";

/** Facts about the host; `undefined` means unknown unless said otherwise. */
export interface HostFacts {
  readonly uid: number | undefined;
  readonly user: string | undefined;
  readonly engine: Engine | undefined;
  /** `null`: the user has none. */
  readonly subuid: IdRange | null | undefined;
  readonly subgid: IdRange | null | undefined;
  /** Whether `unshare -Ur true` works; sysctls do not tell the whole (AppArmor, seccomp). */
  readonly userns: boolean | undefined;
  readonly newuidmap: MapHelper;
  readonly newgidmap: MapHelper;
  /** Path of the command that Apptainer would take, or undefined where PATH has none. */
  readonly fakeroot: string | undefined;
  readonly proot: string | undefined;
  /** As in "2.34". */
  readonly glibc: string | undefined;
  /** As uname(1) says it: "x86_64", "aarch64". */
  readonly arch: string | undefined;
  readonly memory: Memory;
  /** What $TMPDIR says, be it there or not; undefined where it is not set. */
  readonly tmpdirVariable: string | undefined;
  readonly places: Places;
}

/** `missing` from PATH; `powerless`: there, but neither setuid root nor with file capabilities. */
type MapHelper = "ready" | "powerless" | "missing" | undefined;

/** The directories that a build may write to; undefined where there is none, or it does not answer. */
export interface Places {
  readonly tmp: Place | undefined;
  readonly varTmp: Place | undefined;
  /** $TMPDIR, where it is set to an absolute path. */
  readonly tmpdir: Place | undefined;
  readonly home: Place | undefined;
  /** Local disks that a site names in the environment, best known first. */
  readonly local: readonly Place[];
}

/** Variables by which batch systems and sites name the job's own disk: CSC ($LOCAL_SCRATCH), Slurm clusters of the Alliance ($SLURM_TMPDIR). */
const LOCAL_DISK_VARIABLES = ["LOCAL_SCRATCH", "SLURM_TMPDIR"] as const;

/** Where the system files stand; only tests put them elsewhere. */
export interface Roots {
  readonly etc: string;
  readonly proc: string;
  readonly cgroup: string;
}

const ROOTS: Roots = { etc: "/etc", proc: "/proc", cgroup: "/sys/fs/cgroup" };

/** Probes everything at once. Never rejects; every fact that cannot be had within seconds is unknown. */
export async function probeHost(io: Pick<Io, "env">, run: Ask = ask, roots: Roots = ROOTS): Promise<HostFacts> {
  const env = { ...io.env, LC_ALL: "C" };
  const find = (name: string) => findProgram(name, io.env.PATH);
  const who = await whoAmI(find, run, env);
  const getsubids = find("getsubids");
  const mounts = await readMounts(roots.proc);
  const place = async (path: string | undefined) => (path?.startsWith("/") ? probePlace(path, mounts) : undefined);
  const range = (file: string, group: boolean) =>
    findRange(`${roots.etc}/${file}`, who.user, who.uid, { program: getsubids, group, ask: run, env });
  return awaitAll({
    uid: who.uid,
    user: who.user,
    engine: probeEngine(find, run, env),
    subuid: range("subuid", false),
    subgid: range("subgid", true),
    userns: probeUserNamespace(find, run, env),
    newuidmap: probeMapHelper("newuidmap", find, run, env),
    newgidmap: probeMapHelper("newgidmap", find, run, env),
    // fakeroot-sysv first: Apptainer's order since 1.1.3, the other may be the slow fakeroot-tcp.
    fakeroot: find("fakeroot-sysv") ?? find("fakeroot"),
    proot: find("proot"),
    glibc: probeGlibc(find, run, env),
    arch: firstLine("uname", ["-m"], find, run, env),
    memory: probeMemory(roots.proc, roots.cgroup),
    tmpdirVariable: io.env.TMPDIR || undefined,
    places: awaitAll({
      tmp: place("/tmp"),
      varTmp: place("/var/tmp"),
      tmpdir: place(io.env.TMPDIR),
      home: place(io.env.HOME ?? who.home),
      local: Promise.all(LOCAL_DISK_VARIABLES.map((name) => place(io.env[name]))).then((found) =>
        found.filter((one) => one !== undefined),
      ),
    }),
  });
}

type Find = (name: string) => string | undefined;

async function whoAmI(
  find: Find,
  run: Ask,
  env: NodeJS.ProcessEnv,
): Promise<{ uid: number | undefined; user: string | undefined; home: string | undefined }> {
  try {
    const { uid, username, homedir } = userInfo();
    return { uid, user: username, home: homedir };
  } catch {
    // No entry for the uid: containers, and nodes whose directory service is down.
    const uid = Number.parseInt((await firstLine("id", ["-u"], find, run, env)) ?? "", 10);
    return { uid: Number.isNaN(uid) ? undefined : uid, user: env.USER, home: env.HOME };
  }
}

async function firstLine(
  name: string,
  args: readonly string[],
  find: Find,
  run: Ask,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const program = find(name);
  if (program === undefined) return undefined;
  const answer = await run(program, args, env);
  const line = answer.stdout.split("\n")[0]?.trim();
  return answer.code === 0 && line !== "" ? line : undefined;
}

async function probeUserNamespace(find: Find, run: Ask, env: NodeJS.ProcessEnv): Promise<boolean | undefined> {
  const [unshare, nothing] = [find("unshare"), find("true")];
  if (unshare === undefined || nothing === undefined) return undefined;
  const answer = await run(unshare, ["-Ur", nothing], env);
  return answer.code === undefined ? undefined : answer.code === 0;
}

async function probeMapHelper(name: string, find: Find, run: Ask, env: NodeJS.ProcessEnv): Promise<MapHelper> {
  const program = find(name);
  if (program === undefined) return "missing";
  const found = await stat(program).catch(() => undefined);
  if (found === undefined) return undefined;
  if ((found.mode & 0o4000) !== 0 && found.uid === 0) return "ready";
  const getcap = find("getcap");
  if (getcap === undefined) return undefined;
  return /cap_set[ug]id/.test((await run(getcap, [program], env)).stdout) ? "ready" : "powerless";
}

async function probeGlibc(find: Find, run: Ask, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return /^glibc (\d+\.\d+)/.exec((await firstLine("getconf", ["GNU_LIBC_VERSION"], find, run, env)) ?? "")?.[1];
}
