import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { readArguments } from "../../src/build/command-line/arguments.ts";
import { type Prepared, prepare } from "../../src/build/prepare.ts";
import type { Memory } from "../../src/host/memory.ts";
import { preflight } from "../../src/preflight/index.ts";
import type { FakeHost } from "../build/fake-host.ts";
import { makeServices } from "../build/fake-host.ts";
import { makeReadyHost } from "./preflighted.ts";

vi.mock("../../src/host/places.ts", async (original) => ({
  ...(await original<typeof import("../../src/host/places.ts")>()),
  probePlace: (await import("../build/building-host.ts")).probeRoomyPlace,
}));

const GIB = 2 ** 30;
const IMPOSSIBLE = {
  possible: false,
  fatal: "Building from a definition file requires root or some kind of fake root",
  cure: "have it installed",
} as const;

/** What is found where some of what was learned of the host is otherwise. */
async function look(host: FakeHost, argv: string[], change: (prepared: Prepared) => Prepared) {
  const args = readArguments(argv);
  if ("problem" in args) throw new Error(args.problem);
  const found = await preflight(args, change(await prepare(args, host.io, makeServices())), host.io);
  return found.filter(({ gravity }) => gravity !== "note");
}

it.each([
  ["all is known", { userns: false }, "blocking"],
  ["the flag forbids namespaces", { userns: true }, "blocking", ["--ignore-userns"]],
  ["the engine does not say whether it is setuid", { userns: false, suid: undefined }, "warning"],
  ["the engine is too old to have been run", { userns: false, version: "1.0.3" }, "warning"],
  ["the engine tells no version", { userns: false, version: undefined }, "warning"],
  ["the engine is another", { userns: false, kind: "singularity-ce" as const }, "warning"],
] as const)(
  "stops a build without a fakeroot mode when %s: else it warns",
  async (_what, known, gravity, flags: readonly string[] = []) => {
    const host = makeReadyHost();
    // Helpers that stand where PATH does not lead make it uncertain, whatever the machine of the test has there.
    for (const name of ["newuidmap", "newgidmap", "fakeroot", "fakeroot-sysv"]) host.program(name, "exit 1");
    const { userns, ...engine } = known;
    const found = await look(host, [...flags, "x.sif", "r.def"], (prepared) => ({
      ...prepared,
      decision: IMPOSSIBLE,
      facts: {
        ...prepared.facts,
        uid: 2001,
        userns,
        engine: { kind: "apptainer", program: "/x", version: "1.4.5", suid: true, ...engine },
      },
    }));
    expect(found).toMatchObject([{ name: "no-fakeroot-mode", gravity, cure: "have it installed" }]);
    expect(found[0]?.message).toContain("FATAL: Building from a definition file requires root");
  },
);

it("needs no fakeroot mode for images and URIs", async () => {
  const host = makeReadyHost();
  for (const source of ["base.sif", "docker://alpine"])
    expect(await look(host, ["x.sif", source], (prepared) => ({ ...prepared, decision: IMPOSSIBLE }))).toEqual([]);
});

it.each<[string, Partial<Memory>, string[], RegExp | undefined]>([
  ["enough", { totalBytes: 64 * GIB, limitBytes: undefined }, [], undefined],
  ["a small machine", { totalBytes: 2 * GIB }, ["-s"], /this machine has 2\.0 GiB of memory: what %post runs/],
  [
    "a login node",
    { totalBytes: 256 * GIB, limitBytes: 8 * GIB },
    [],
    /limited to 8\.0 GiB .* mksquashfs.* takes up to 64 GiB/,
  ],
  ["the same for a sandbox", { totalBytes: 256 * GIB, limitBytes: 8 * GIB }, ["-s"], undefined],
  [
    "mksquashfs that is bounded",
    { totalBytes: 256 * GIB, limitBytes: 8 * GIB },
    ["--mksquashfs-args", "-mem 1G"],
    undefined,
  ],
])("weighs the memory of %s", async (_what, memory, flags, said) => {
  const found = await look(makeReadyHost(), [...flags, "x.sif", "r.def"], (prepared) => ({
    ...prepared,
    facts: { ...prepared.facts, memory: { limitBytes: undefined, cgroup: undefined, totalBytes: 0, ...memory } },
  }));
  expect(found.map(({ name }) => name)).toEqual(said === undefined ? [] : ["little-memory"]);
  if (said !== undefined) expect(found[0]?.message).toMatch(said);
});

it("offers the flag that bounds mksquashfs to an Apptainer that has it", async () => {
  const cure = async (version: string) => {
    const host = makeReadyHost();
    host.apptainer("exit 9", version);
    const found = await look(host, ["x.sif", "r.def"], (prepared) => ({
      ...prepared,
      facts: { ...prepared.facts, memory: { totalBytes: 256 * GIB, limitBytes: 8 * GIB, cgroup: "v2" } },
    }));
    return found[0]?.cure;
  };
  expect(await cure("1.4.5")).toContain('--mksquashfs-args "-mem 1G -processors 2"');
  expect(await cure("1.3.6")).toBe("build in a job that asks for more memory");
});

/** A sandbox with a C library, a host whose `faked` asks for some versions, and %post under the fakeroot command. */
function makeOldBase(glibc: string, library = "usr/lib/x86_64-linux-gnu"): FakeHost {
  const host = makeReadyHost();
  mkdirSync(join(host.cwd, "old", library), { recursive: true });
  mkdirSync(join(host.cwd, "old/.singularity.d"));
  writeFileSync(
    join(host.cwd, "old", library, "libc.so.6"),
    `\u007fELF\0GNU C Library (Debian GLIBC ${glibc}-9+deb12u14) stable release version ${glibc}.\n`,
  );
  host.program("fakeroot-sysv", "exit 1");
  host.program("faked-sysv", "\0GLIBC_2.4\0GLIBC_2.34\0GLIBC_2.2.5\0GLIBC_2.38\0GLIBC_2.9\0");
  host.write("r.def", "Bootstrap: localimage\nFrom: old\n\n%post\n    true\n");
  return host;
}

it.each<[string, FakeHost | (() => FakeHost), "userns-fakeroot" | "suid-fakeroot" | "userns", boolean]>([
  ["an older one", () => makeOldBase("2.36"), "userns-fakeroot", true],
  ["an older one in lib64", () => makeOldBase("2.28", "lib64"), "suid-fakeroot", true],
  ["one as new", () => makeOldBase("2.38"), "suid-fakeroot", false],
  ["an older one without the command", () => makeOldBase("2.36"), "userns", false],
])("compares fakeroot and the C library of a sandbox: %s", async (_what, make, mode, is) => {
  const host = (make as () => FakeHost)();
  const found = await look(host, ["x.sif", "r.def"], (prepared) => ({
    ...prepared,
    decision: { possible: true, mode, reason: "" },
  }));
  expect(found.map(({ name }) => name)).toEqual(is ? ["base-glibc-older"] : []);
  if (is) expect(found[0]?.message).toMatch(/needs glibc 2\.38, and old has 2\.(36|28):/);
});

it("only warns of what was run on Apptainer alone where another engine is", async () => {
  const host = makeReadyHost();
  host.env["APPTAINER_TMPDIR"] = "/gone";
  const gravities = async (kind: "apptainer" | "singularity-ce") =>
    (
      await look(host, ["-B", "/gone:/mnt", "x.sif", "r.def"], (prepared) => ({
        ...prepared,
        prefix: kind === "apptainer" ? "APPTAINER" : "SINGULARITY",
        facts: { ...prepared.facts, engine: { kind, program: "/x", version: "4.1.0", suid: true } },
      }))
    ).map(({ gravity, name }) => `${gravity} ${name}`);
  expect(await gravities("apptainer")).toEqual(["blocking bind-source-missing", "blocking tmpdir-missing"]);
  expect(await gravities("singularity-ce")).toEqual(["warning bind-source-missing"]);
});
