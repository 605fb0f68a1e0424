/** What preflight blocks is what real Apptainer cannot build, and what Apptainer can build passes. */
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Where, writeRecipe } from "./lab.ts";
import { useLab } from "./use-lab.ts";

const { lab, hasLab } = await useLab();

/** A base of Debian 12, where the lab has one; see stubs.test.ts. */
const DEBIAN =
  process.env["DEFLINT_DEBIAN_BASE"] ?? join(process.env["DEFLINT_LAB_TREE"] ?? "/opt/lab", "base-deb.sif");

interface Case {
  readonly what: string;
  /** Words after `build`. */
  readonly argv: readonly string[];
  /** Puts into the directory what the case needs; the recipe r.def prints a word on the mini base. */
  readonly set?: (cwd: string) => void;
  readonly env?: (cwd: string) => Readonly<Record<string, string>>;
  readonly user?: "bob";
  readonly suid?: true;
  /** How plain Apptainer ends, and what deflint says without starting it; undefined where both build. */
  readonly fatal?: RegExp;
  readonly said?: string;
}

/** Alice's, so that Apptainer may write where deflint would. */
function write(cwd: string, name: string, text: string): void {
  writeFileSync(join(cwd, name), text);
  chownSync(join(cwd, name), 2001, 2001);
}

function makeDirectory(cwd: string, name: string, mode = 0o755): void {
  mkdirSync(join(cwd, name), { recursive: true });
  chownSync(join(cwd, name), 2001, 2001);
  chmodSync(join(cwd, name), mode);
}

const onBase = (base: string) => (cwd: string) =>
  write(cwd, "r.def", `Bootstrap: localimage\nFrom: ${base}\n\n%post\n    echo hello\n`);
const S = ["-s", "-F", "out"];

const CASES: readonly Case[] = [
  { what: "builds where nothing is in the way", argv: [...S, "r.def"] },
  {
    what: "image that exists",
    argv: ["-s", "box", "r.def"],
    set: (cwd) => makeDirectory(cwd, "box"),
    fatal: /build target 'box' already exists/,
    said: "box exists",
  },
  {
    what: "image that exists, with APPTAINER_FORCE",
    argv: ["-s", "box", "r.def"],
    set: (cwd) => makeDirectory(cwd, "box"),
    env: () => ({ APPTAINER_FORCE: "1" }),
  },
  {
    what: "directory of a SIF that is missing",
    argv: ["no/such.sif", "r.def"],
    fatal: /open .*such\.sif: no such file or directory/,
    said: "where the image is to be, is not there",
  },
  {
    what: "directory of a SIF that is not writable",
    argv: ["ro/out.sif", "r.def"],
    set: (cwd) => mkdirSync(join(cwd, "ro")),
    fatal: /open .*out\.sif: permission denied/,
    said: "is not writable for you",
  },
  {
    what: "directory of a sandbox that is not writable",
    argv: ["-s", "ro/out", "r.def"],
    set: (cwd) => mkdirSync(join(cwd, "ro")),
    fatal: /failed to create build parent dir: .*permission denied/,
    said: "is not writable for you",
  },
  {
    what: "update without --sandbox",
    argv: ["-u", "out", "r.def"],
    fatal: /--sandbox flag is missing/,
    said: "updates sandboxes only",
  },
  {
    what: "update of nothing",
    argv: ["-u", "-s", "out", "r.def"],
    fatal: /could not update sandbox .* doesn't exist/,
    said: "nothing to update",
  },
  {
    what: "update of a file",
    argv: ["-u", "-s", "base.sif", "r.def"],
    fatal: /is not a directory/,
    said: "is no directory",
  },
  {
    what: "base that is missing",
    argv: [...S, "r.def"],
    set: onBase("gone.sif"),
    fatal: /failed to retrieve path for gone\.sif/,
    said: "gone.sif, which the recipe starts from, is not there",
  },
  {
    what: "base that is not readable",
    argv: [...S, "r.def"],
    set: (cwd) => {
      onBase("mine.sif")(cwd);
      writeFileSync(join(cwd, "mine.sif"), "x", { mode: 0o600 });
    },
    fatal: /not readable by the current user/,
    said: "is not readable for you",
  },
  {
    what: "base that is text",
    argv: [...S, "r.def"],
    set: onBase("r.def"),
    fatal: /image format not recognized/,
    said: "no image that Apptainer knows",
  },
  {
    what: "base that is an empty directory",
    argv: [...S, "r.def"],
    set: (cwd) => {
      onBase("empty")(cwd);
      makeDirectory(cwd, "empty");
    },
    fatal: /stat \/bin\/sh: no such file/,
    said: "is an empty directory",
  },
  {
    what: "base by a link",
    argv: [...S, "r.def"],
    set: (cwd) => {
      onBase("link.sif")(cwd);
      symlinkSync("base.sif", join(cwd, "link.sif"));
    },
  },
  {
    what: "source of %files that is missing",
    argv: [...S, "r.def"],
    set: (cwd) => write(cwd, "r.def", "Bootstrap: localimage\nFrom: base.sif\n\n%files\n    gone /x\n"),
    fatal: /cannot stat '.*gone'/,
    said: "Apptainer would refuse this recipe",
  },
  {
    what: "the same, left out by --section",
    argv: ["--section", "post", ...S, "r.def"],
    set: (cwd) => write(cwd, "r.def", "Bootstrap: localimage\nFrom: base.sif\n\n%files\n    gone /x\n"),
  },
  {
    what: "build argument without a value",
    argv: [...S, "r.def"],
    set: (cwd) => writeRecipe(cwd, "r.def", ["echo {{ WORD }}"]),
    fatal: /build var WORD is not defined/,
    said: "Apptainer would refuse this recipe",
  },
  {
    what: "build argument that is not used",
    argv: ["--build-arg", "WORD=x", ...S, "r.def"],
    fatal: /unused build args: WORD/,
    said: "Apptainer would refuse this recipe",
  },
  { what: "the same as a warning", argv: ["--build-arg", "WORD=x", "--warn-unused-build-args", ...S, "r.def"] },
  {
    what: "bind of what is missing",
    argv: ["-B", "/gone:/mnt", ...S, "r.def"],
    fatal: /mount source \/gone doesn't exist/,
    said: "/gone, which you bind into the build",
  },
  {
    what: "bind by a relative path",
    argv: ["-B", "tmpdir:/mnt", ...S, "r.def"],
    fatal: /mount source \/tmpdir doesn't exist/,
    said: "relative paths count from /",
  },
  {
    what: "bind by variable",
    argv: [...S, "r.def"],
    env: () => ({ APPTAINER_BIND: "/gone:/mnt" }),
    fatal: /mount source \/gone doesn't exist/,
    said: "/gone, which you bind",
  },
  {
    what: "mount of what is missing",
    argv: ["--mount", "type=bind,source=/gone,destination=/mnt", ...S, "r.def"],
    fatal: /mount source \/gone doesn't exist/,
    said: "/gone, which you bind",
  },
  {
    what: "variable that a flag hides",
    argv: ["-B", "/usr:/mnt", ...S, "r.def"],
    env: () => ({ APPTAINER_BINDPATH: "/gone:/srv" }),
  },
  {
    what: "temporary directory that is missing",
    argv: [...S, "r.def"],
    env: (cwd) => ({ APPTAINER_TMPDIR: `${cwd}/gone` }),
    fatal: /could not create temp dir .*no such file/,
    said: "where Apptainer is to unpack, is not there",
  },
  {
    what: "temporary directory that is not writable",
    argv: [...S, "r.def"],
    env: (cwd) => ({ APPTAINER_TMPDIR: `${cwd}/ro` }),
    set: (cwd) => mkdirSync(join(cwd, "ro")),
    fatal: /could not create temp dir .*permission denied/,
    said: "is not writable for you",
  },
  {
    what: "temporary directory by a relative path",
    argv: ["--tmpdir", "tmpdir", ...S, "r.def"],
    fatal: /failed to find mount point for tmpdir/,
    said: "is a relative path",
  },
  {
    what: "temporary directory of one's own that is not writable",
    argv: [...S, "r.def"],
    set: (cwd) => makeDirectory(cwd, "own", 0o555),
    env: (cwd) => ({ APPTAINER_TMPDIR: `${cwd}/own` }),
  },
  {
    what: "temporary directory that is nearly full",
    argv: [...S, "r.def"],
    env: () => ({ LAB_TMP: "48k", APPTAINER_TMPDIR: "/tmp" }),
  },
  {
    what: "cache that is not writable",
    argv: [...S, "r.def"],
    set: (cwd) => mkdirSync(join(cwd, "ro")),
    env: (cwd) => ({ APPTAINER_CACHEDIR: `${cwd}/ro` }),
  },
  {
    what: "agent without its program",
    argv: [...S, "r.def"],
    user: "bob",
    set: (cwd) =>
      writeFileSync(
        join(cwd, "r.def"),
        "Bootstrap: debootstrap\nMirrorURL: http://deb.debian.org/debian\nOSVersion: bookworm\n\n%post\n    true\n",
      ),
    fatal: /debootstrap is not in PATH/,
    said: "needs debootstrap on this host",
  },
  {
    what: "no way to build without user namespaces",
    argv: [...S, "r.def"],
    env: () => ({ LAB_USERNS: "off" }),
    fatal: /requires either a suid installation or unprivileged user namespaces/,
    said: "will stop with: FATAL: Building from a definition file unprivileged",
  },
  {
    what: "range of ids without user namespaces",
    argv: [...S, "r.def"],
    user: "bob",
    env: () => ({ LAB_USERNS: "off" }),
    fatal: /subuid mapping found but no user namespace available/,
    said: "give --ignore-subuid",
  },
  {
    what: "setuid mode without the fakeroot command",
    argv: ["--ignore-userns", ...S, "r.def"],
    suid: true,
    env: () => ({ LAB_FAKEROOT: "off" }),
    fatal: /requires root or some kind of fake root/,
    said: "have the fakeroot command installed",
  },
  {
    what: "range of ids and --ignore-userns",
    argv: ["--ignore-userns", ...S, "r.def"],
    suid: true,
    user: "bob",
    fatal: /subuid mapping found but no user namespace/,
    said: "give --ignore-subuid",
  },
];

describe.skipIf(!hasLab)("of what preflight blocks", () => {
  for (const { what, argv, set, env, user, suid, fatal, said } of CASES) {
    it.skipIf(suid === true && hasLab && !lab.hasSuid)(
      `${fatal === undefined ? "passes" : "stops"}: ${what}`,
      async () => {
        const cwd = lab.directory(user);
        writeRecipe(cwd, "r.def", ["echo hello"]);
        set?.(cwd);
        const where: Where = {
          cwd,
          ...(user && { user }),
          ...(suid && { suid }),
          env: { TMPDIR: join(cwd, "tmpdir"), ...env?.(cwd) },
        };
        const plain = await lab.apptainer(["build", ...argv], where);
        const ours = await lab.deflint(["build", ...argv], where);
        if (fatal === undefined) {
          expect(plain, plain.text).toMatchObject({ code: 0 });
          expect(ours, ours.text).toMatchObject({ code: 0 });
          return;
        }
        expect(plain.text).toMatch(fatal);
        expect(plain.code).toBe(255);
        expect(ours.text).toContain(said);
        expect(ours.text).toContain("Apptainer was not started");
        expect(ours.code).toBe(3);
      },
    );
  }

  it("is told by --check, and left to Apptainer by --no-preflight", async () => {
    const cwd = lab.directory();
    onBase("gone.sif")(cwd);
    const where = { cwd, env: { TMPDIR: join(cwd, "tmpdir") } };
    const before = readdirSync(cwd);
    expect(await lab.deflint(["build", "--check", "r.def"], where)).toMatchObject({ code: 3 });
    expect(readdirSync(cwd)).toEqual(before);
    const forced = await lab.deflint(["build", "--no-preflight", ...S, "r.def"], where);
    expect(forced.text).toContain("FATAL:   While performing build: conveyor failed to get");
    expect(forced.code).toBe(255);
  });

  it.skipIf(!existsSync(DEBIAN))(
    "is a sandbox whose C library is older than the host's fakeroot command needs",
    async () => {
      const cwd = lab.directory();
      const where = { cwd, env: { TMPDIR: join(cwd, "tmpdir"), LAB_FAKEROOT: "sid" } };
      copyFileSync(DEBIAN, join(cwd, "deb.sif"));
      await lab.apptainer(["build", "-s", "deb", "deb.sif"], where);
      onBase("deb")(cwd);
      const plain = await lab.apptainer(["build", ...S, "r.def"], where);
      expect(plain.text).toMatch(/version `GLIBC_2\.38' not found/);
      expect(plain.code).toBe(255);
      const ours = await lab.deflint(["build", ...S, "r.def"], where);
      expect(ours.text).toContain("needs glibc 2.38, and deb has 2.36");
      expect(ours.code).toBe(3);
      expect(await lab.deflint(["build", "--ignore-fakeroot-command", ...S, "r.def"], where)).toMatchObject({
        code: 0,
      });
    },
  );
});
