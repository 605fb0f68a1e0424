/** The working tree as a repository of its own, so that what is not committed yet is tested too. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** Debian's bundle of certificates, which npm does not look at by itself. */
const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  /** Both streams, for the message of a failing test. */
  readonly output: string;
}

export interface Snapshot {
  /** A directory of the test's own. */
  readonly directory: string;
  /** A bare repository with one commit that holds the working tree. */
  readonly repository: string;
  /** Runs a program without a shell, as a person does who has just logged in for the first time. */
  run(cwd: string, program: string, args: readonly string[], env?: NodeJS.ProcessEnv): Outcome;
}

/** Makes a snapshot in a fresh directory, which the caller removes. */
export function makeSnapshot(): Snapshot {
  const directory = mkdtempSync(join(tmpdir(), "deflint-packaging-"));
  const home = join(directory, "home");
  mkdirSync(home);
  const run: Snapshot["run"] = (cwd, program, args, env = {}) => {
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      cwd,
      env: { ...cleanEnvironment(home), ...env },
      encoding: "utf8",
      timeout: 600_000,
    });
    return { status, stdout: stdout ?? "", output: `${program} ${args.join(" ")}\n${stdout}${stderr}${error ?? ""}` };
  };

  const tree = join(directory, "tree");
  const listed = execFileSync("git", ["ls-files", "-coz", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  // A link to a shared node_modules would be no ignored directory: npm in the clone would write through it.
  const isOwn = (path: string): boolean => path !== "" && path !== "node_modules" && existsSync(join(root, path));
  for (const path of listed.split("\0").filter(isOwn)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    cpSync(join(root, path), join(tree, path));
  }
  const repository = join(directory, "deflint.git");
  for (const args of [
    ["init", "-q", "-b", "main", "."],
    ["add", "-A"],
    ["-c", "user.name=test", "-c", "user.email=test@example.org", "commit", "-q", "-m", "snapshot"],
    ["clone", "-q", "--bare", ".", repository],
  ]) {
    const { status, output } = run(tree, "git", args);
    if (status !== 0) throw new Error(output);
  }
  return { directory, repository, run };
}

/** Nothing of the npm that runs this test may reach the npm that is tested. */
function cleanEnvironment(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|INIT_CWD$|NODE_PATH$|NODE_ENV$|GIT_|VITEST)/i.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    ...(existsSync(CERTIFICATES) && { npm_config_cafile: CERTIFICATES }),
  };
}
