/** Real Apptainer for tests: a Debian tree with it, and the ways to run a program inside as an ordinary user. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { MemoryLimit } from "./memory-limit.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const LAB = resolve(ROOT, process.env["DEFLINT_APPTAINER_LAB"] ?? "../shared/apptainer-lab");
const TREE = resolve(process.env["DEFLINT_LAB_TREE"] ?? "/opt/lab");
const SUID_TREE = join(TREE, "sid-suid");
const RPM = "unbound-demo-libs-1.0-1.noarch.rpm";

/** The users of the tree: alice has no range of subordinate ids, bob has one. */
const USERS = { root: 0, alice: 2001, bob: 2002 } as const;
export type User = keyof typeof USERS;

export interface Ran {
  readonly code: number | null;
  /** Standard output and standard error together. */
  readonly text: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ran>;
  /** Resolves once the output holds the text. */
  said(text: string): Promise<void>;
}

export interface Where {
  readonly cwd: string;
  readonly user?: User;
  /** Use the setuid flavour of Apptainer. */
  readonly suid?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** The control group that it and its children belong to (memory-limit.ts). */
  readonly group?: MemoryLimit | undefined;
}

export interface Lab {
  readonly hasSuid: boolean;
  /** Where the tree stands; what is made once and kept is kept there. */
  readonly tree: string;
  /** Whether root has every capability, or is root of a user namespace alone. */
  readonly isRootReal: boolean;
  /** The first of a user's subordinate ids; undefined where he has none. */
  firstSubordinateOf(user: User): number | undefined;
  /** A fresh directory of the user's with the base image `base.sif`, the demo package and an empty `tmpdir`. */
  directory(user?: User): string;
  /** Runs any program of the tree. */
  run(program: string, args: readonly string[], where: Where): Promise<Ran>;
  /** Runs a script of the lab on this very host, as root; throws with what it said where it fails. */
  make(script: string, args: readonly string[], env?: Readonly<Record<string, string>>): void;
  apptainer(args: readonly string[], where: Where): Promise<Ran>;
  deflint(args: readonly string[], where: Where): Promise<Ran>;
  /** The words that start deflint in the tree. */
  readonly deflintCommand: readonly string[];
  startDeflint(args: readonly string[], where: Where): Running;
  /** Command lines of the processes that work in a directory, or see it in a mount namespace of their own. */
  processesIn(directory: string): string[];
  remove(): void;
}

/**
 * Prepares the lab, installing Apptainer into its tree when need be. Returns a sentence where it cannot be had. What it makes
 * stands below `parent`, which the lab sees: /tmp or /mnt.
 */
export async function openLab(parent = tmpdir()): Promise<Lab | string> {
  if (process.getuid?.() !== 0)
    return "the tests need root, to make the mount namespace that Apptainer's tree is seen in";
  if (!existsSync(join(LAB, "apptainer")))
    return `there is no lab at ${LAB} (DEFLINT_APPTAINER_LAB names another place)`;
  if (!existsSync(join(TREE, "sid/.deflint-ready"))) {
    if (!existsSync("/etc/debian_version"))
      return "Apptainer is installed from Debian's packages, and this is no Debian";
    process.stderr.write(`Installing Apptainer into ${TREE}, about a minute\n`);
    const setup = spawnSync(join(LAB, "setup-apptainer.sh"), [TREE], { stdio: ["ignore", "ignore", "inherit"] });
    if (setup.status !== 0) return `${LAB}/setup-apptainer.sh failed`;
  }
  const work = realpathSync(mkdtempSync(join(parent, "deflint-e2e-")));
  chmodSync(work, 0o755);
  const labEnv = {
    LAB_SID: join(TREE, "sid"),
    LAB_FR: join(TREE, "fr/bookworm"),
    LAB_FAKEROOT: "sid",
    PATH: process.env["PATH"] ?? "",
  };
  const make = (script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const made = spawnSync(join(LAB, script), args, {
      cwd: work,
      env: { ...process.env, ...labEnv, ...env },
      encoding: "utf8",
    });
    if (made.status !== 0) throw new Error(`${script}: ${made.stdout}${made.stderr}`);
  };
  try {
    make("mkrpm.sh", [work]);
    make("mkbase-mini.sh", [join(work, "base.sif"), join(TREE, "sid")]);
    // The tree has no node; the host's needs only what every Debian has.
    copyFileSync(process.execPath, join(work, "node"));
    placeBundle(join(work, "dist"));
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    throw error;
  }
  const cli = join(work, "dist/cli.cjs");

  const start = (
    program: string,
    args: readonly string[],
    { cwd, user = "alice", suid = false, env = {}, group }: Where,
  ): Running => {
    const wrapper = join(LAB, "apptainer");
    const [command = wrapper, ...words] = group === undefined ? [wrapper, ...args] : group.enter([wrapper, ...args]);
    const child = spawn(command, words, {
      cwd,
      env: { ...labEnv, ...env, LAB_SID: suid ? SUID_TREE : labEnv.LAB_SID, LAB_USER: user, LAB_CMD: program },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    const listeners = new Set<() => void>();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        for (const listener of listeners) listener();
      });
    }
    const ended = new Promise<Ran>((done) => child.on("close", (code) => done({ code, text })));
    const said = (wanted: string) =>
      new Promise<void>((done, fail) => {
        const look = () => text.includes(wanted) && done();
        listeners.add(look);
        look();
        void ended.then(() => fail(new Error(`never said ${wanted}:\n${text}`)));
      });
    return { child, ended, said };
  };

  let count = 0;
  return {
    hasSuid: existsSync(join(SUID_TREE, "usr/lib/x86_64-linux-gnu/apptainer/bin/starter-suid")),
    tree: TREE,
    deflintCommand: [join(work, "node"), cli],
    isRootReal: hasEveryCapability(),
    firstSubordinateOf(user) {
      const ranges = readFileSync(join(TREE, "sid/etc/subuid"), "utf8");
      const first = new RegExp(`^${user}:(\\d+):`, "m").exec(ranges)?.[1];
      return first === undefined ? undefined : Number(first);
    },
    make,
    run: (program, args, where) => start(program, args, where).ended,
    directory(user = "alice") {
      const directory = join(work, `case-${++count}`);
      mkdirSync(join(directory, "tmpdir"), { recursive: true });
      copyFileSync(join(work, "base.sif"), join(directory, "base.sif"));
      copyFileSync(join(work, RPM), join(directory, RPM));
      for (const name of ["", "tmpdir", "base.sif", RPM]) chownSync(join(directory, name), USERS[user], USERS[user]);
      return directory;
    },
    apptainer: (args, where) => start("apptainer", args, where).ended,
    deflint: (args, where) => start(join(work, "node"), [cli, ...args], where).ended,
    startDeflint: (args, where) => start(join(work, "node"), [cli, ...args], where),
    processesIn: (directory) =>
      readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => {
          try {
            const cwd = readlinkSync(`/proc/${name}/cwd`);
            const isHere =
              cwd === directory || readFileSync(`/proc/${name}/mountinfo`, "utf8").includes(`${directory}/`);
            return isHere ? [readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ")] : [];
          } catch {
            // Ended in between, or a zombie, which has neither.
            return [];
          }
        }),
    remove: () => rmSync(work, { recursive: true, force: true }),
  };
}

/** What is shipped, made from what stands here; or made before, in the directory that DEFLINT_DIST names. */
function placeBundle(into: string): void {
  const made = process.env["DEFLINT_DIST"];
  if (made !== undefined) {
    cpSync(resolve(made), into, { recursive: true });
    return;
  }
  const script = "import(process.argv[1]).then(({ buildInto }) => buildInto(process.argv[2]))";
  const bundled = spawnSync(process.execPath, ["-e", script, join(ROOT, "scripts/build.mjs"), into], {
    encoding: "utf8",
  });
  if (bundled.status !== 0) throw new Error(bundled.stderr);
}

/** Apptainer asks for all of them, so without CAP_SYS_RESOURCE (24) the lab's root is one of a user namespace. */
function hasEveryCapability(): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  return ((BigInt(`0x${effective}`) >> 24n) & 1n) === 1n;
}

/** Says on standard error, so that nobody overlooks it, that tests did not run, or what else is not as it should be. */
export function sayLoudly(reason: string, what = "SKIPPED: the tests on real Apptainer did not run."): void {
  const lines = [what, reason];
  const width = Math.max(...lines.map((line) => line.length));
  const edge = `+${"-".repeat(width + 2)}+`;
  process.stderr.write(`\n${edge}\n${lines.map((line) => `| ${line.padEnd(width)} |`).join("\n")}\n${edge}\n\n`);
}

/** Writes a recipe on the mini base, its lines indented as people do. */
export function writeRecipe(directory: string, name: string, post: readonly string[], head = ""): void {
  writeFileSync(
    join(directory, name),
    `Bootstrap: localimage\nFrom: base.sif\n\n${head}%post\n${post.map((line) => `    ${line}\n`).join("")}`,
  );
}
