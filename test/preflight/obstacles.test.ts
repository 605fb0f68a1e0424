import { chownSync, linkSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import type { Place } from "../../src/host/places.ts";
import type { FakeHost } from "../build/fake-host.ts";
import { makeReadyHost, namesFor, obstaclesFor, writeSif } from "./preflighted.ts";

/** What is otherwise than on a roomy local disk, by the end of the path. */
const odd = new Map<string, Partial<Place>>();
afterEach(() => odd.clear());

vi.mock("../../src/host/places.ts", async (original) => ({
  ...(await original<typeof import("../../src/host/places.ts")>()),
  async probePlace(path: string) {
    const { probeRoomyPlace } = await import("../build/building-host.ts");
    const place = await probeRoomyPlace(path);
    const change = [...odd].find(([end]) => path.endsWith(end))?.[1];
    return place && { ...place, ...change };
  },
}));

type Setting = (host: FakeHost) => void;
const nothing: Setting = () => {};
const recipe =
  (text: string): Setting =>
  (host) =>
    host.write("r.def", text);
const setEnv =
  (name: string, value: string): Setting =>
  (host) => {
    host.env[name] = value.replaceAll("HERE", host.cwd);
  };
const place =
  (end: string, change: Partial<Place>): Setting =>
  () =>
    odd.set(end, change);
const base = (image: string, more = "%post\n    true\n") => recipe(`Bootstrap: localimage\nFrom: ${image}\n\n${more}`);
const all =
  (...settings: Setting[]): Setting =>
  (host) => {
    for (const set of settings) set(host);
  };
const make =
  (path: string): Setting =>
  (host) =>
    mkdirSync(join(host.cwd, path), { recursive: true });
const BIG = 1e11;
const NETWORK = { kind: "lustre", class: "network" } as const;

it.each<[string, Setting, string[], string[]]>([
  ["a host and a recipe without flaw", nothing, ["new.sif", "r.def"], []],
  ["a recipe alone", (host) => host.write("new.sif", "text"), ["--check", "r.def"], []],
  ["an image that exists", (host) => writeSif(host, "old.sif"), ["old.sif", "r.def"], ["blocking target-exists"]],
  ["an empty directory", make("empty"), ["-s", "empty", "r.def"], ["blocking target-exists"]],
  ["an image that exists, with -F", (host) => writeSif(host, "old.sif"), ["-F", "old.sif", "r.def"], []],
  [
    "the same, by variable",
    all((host) => writeSif(host, "old.sif"), setEnv("APPTAINER_FORCE", "1")),
    ["old.sif", "r.def"],
    [],
  ],
  [
    "the same, by a false one",
    all((host) => writeSif(host, "old.sif"), setEnv("APPTAINER_FORCE", "false")),
    ["old.sif", "r.def"],
    ["blocking target-exists"],
  ],
  [
    "a text file, with -F",
    (host) => host.write("notes", "x"),
    ["-F", "notes", "r.def"],
    ["blocking target-is-no-image"],
  ],
  ["the recipe itself", nothing, ["-F", "./r.def", "r.def"], ["blocking target-is-recipe"]],
  [
    "a link to the recipe",
    (host) => symlinkSync("r.def", join(host.cwd, "x")),
    ["-F", "x", "r.def"],
    ["blocking target-is-recipe"],
  ],
  [
    "a second name of the recipe",
    (host) => linkSync(join(host.cwd, "r.def"), join(host.cwd, "x")),
    ["-F", "x", "r.def"],
    ["blocking target-is-recipe"],
  ],
  ["an update without --sandbox", make("box/.singularity.d"), ["-u", "box", "r.def"], ["blocking cannot-update"]],
  ["an update of nothing", nothing, ["-u", "-s", "box", "r.def"], ["blocking cannot-update"]],
  [
    "an update of a file",
    (host) => writeSif(host, "old.sif"),
    ["-u", "-s", "old.sif", "r.def"],
    ["blocking cannot-update"],
  ],
  ["an update", all(make("box/.singularity.d"), base("gone.sif")), ["-u", "-s", "box", "r.def"], []],
  ["no directory for the image", nothing, ["no/such/x.sif", "r.def"], ["blocking target-directory-missing"]],
  ["a file as directory of the image", nothing, ["r.def/x.sif", "r.def"], ["blocking target-directory-missing"]],
  [
    "a directory that is not writable",
    all(make("ro"), place("/ro", { writable: false })),
    ["ro/x.sif", "r.def"],
    ["blocking target-not-writable"],
  ],
  [
    "a full disk",
    all(make("full"), place("/full", { freeBytes: 0 })),
    ["full/x.sif", "r.def"],
    ["blocking target-full"],
  ],
  [
    "a disk that tells no sizes",
    all(make("full"), place("/full", { freeBytes: 0, totalBytes: 0 })),
    ["full/x.sif", "r.def"],
    [],
  ],
  [
    "little room",
    all(make("small"), place("/small", { freeBytes: 5e8 })),
    ["small/x.sif", "r.def"],
    ["warning target-room"],
  ],
  [
    "a sandbox mounted noexec",
    all(make("ne"), place("/ne", { noexec: true })),
    ["-s", "ne/x", "r.def"],
    ["blocking target-noexec"],
  ],
  ["a SIF there", all(make("ne"), place("/ne", { noexec: true })), ["ne/x.sif", "r.def"], []],
  [
    "a sandbox on Lustre",
    all(make("net"), place("/net", NETWORK)),
    ["-s", "net/x", "r.def"],
    ["warning target-on-network"],
  ],
  ["a SIF on Lustre", all(make("net"), place("/net", NETWORK)), ["net/x.sif", "r.def"], []],
  ["no base", base("gone.sif"), ["x.sif", "r.def"], ["blocking base-missing"]],
  [
    "a base by build argument",
    base("{{ B }}", "%post\n    true\n"),
    ["--build-arg", "B=gone.sif", "x.sif", "r.def"],
    ["blocking base-missing"],
  ],
  [
    "no base of a second stage",
    recipe(
      "Bootstrap: localimage\nFrom: base.sif\nStage: a\n\n%post\n    true\n\nBootstrap: localimage\nFrom: gone.sif\nStage: b\n",
    ),
    ["x.sif", "r.def"],
    ["blocking base-missing"],
  ],
  ["a base that %setup may make", base("gone.sif", "%setup\n    true\n"), ["x.sif", "r.def"], []],
  ["a base that is text", base("r.def"), ["x.sif", "r.def"], ["blocking base-is-no-image"]],
  [
    "a base that is empty",
    all((host) => host.write("e", ""), base("e")),
    ["x.sif", "r.def"],
    ["blocking base-is-no-image"],
  ],
  ["a base that is an empty directory", all(make("e"), base("e")), ["x.sif", "r.def"], ["blocking base-is-no-image"]],
  ["a base that is some directory", all(make("e/bin"), base("e")), ["x.sif", "r.def"], []],
  [
    "a base for another processor",
    all(
      (host) => writeSif(host, "arm.sif", "04"),
      (host) => host.program("uname", "echo x86_64"),
      base("arm.sif"),
    ),
    ["x.sif", "r.def"],
    ["warning foreign-architecture"],
  ],
  [
    "--arch of another processor",
    (host) => host.program("uname", "echo x86_64"),
    ["--arch", "s390x", "x.sif", "r.def"],
    ["warning foreign-architecture"],
  ],
  ["--arch of this one", (host) => host.program("uname", "echo x86_64"), ["--arch", "amd64", "x.sif", "r.def"], []],
  ["a bind of nothing", nothing, ["-B", "/gone:/mnt", "x.sif", "r.def"], ["blocking bind-source-missing"]],
  [
    "a bind of nothing among others",
    nothing,
    ["-B", "/proc:/a,/gone,/sys:/c:ro", "x.sif", "r.def"],
    ["blocking bind-source-missing"],
  ],
  [
    "a relative bind",
    make("proc-not-there"),
    ["-B", "proc-not-there:/mnt", "x.sif", "r.def"],
    ["blocking bind-source-missing"],
  ],
  ["a relative bind of what is in /", nothing, ["-B", "proc:/mnt", "x.sif", "r.def"], []],
  ["a bind that another one hides", nothing, ["-B", "/gone:/mnt", "-B", "/proc:/mnt", "x.sif", "r.def"], []],
  [
    "a mount of nothing",
    nothing,
    ["--mount", "type=bind,source=/gone,destination=/mnt", "x.sif", "r.def"],
    ["blocking bind-source-missing"],
  ],
  [
    "a variable that binds nothing",
    setEnv("APPTAINER_BIND", "/gone:/mnt"),
    ["x.sif", "r.def"],
    ["blocking bind-source-missing"],
  ],
  [
    "a variable that a flag hides",
    setEnv("APPTAINER_BINDPATH", "/gone:/mnt"),
    ["-B", "/proc:/a", "x.sif", "r.def"],
    [],
  ],
  ["a bind without %post", recipe("Bootstrap: docker\nFrom: x\n"), ["-B", "/gone:/mnt", "x.sif", "r.def"], []],
  ["a bind for an image", nothing, ["-B", "/gone:/mnt", "x.sif", "base.sif"], []],
  ["no temporary directory", setEnv("APPTAINER_TMPDIR", "HERE/gone"), ["x.sif", "r.def"], ["blocking tmpdir-missing"]],
  ["the same by flag", nothing, ["--tmpdir", "/gone", "x.sif", "r.def"], ["blocking tmpdir-missing"]],
  [
    "a temporary directory that is a file",
    setEnv("APPTAINER_TMPDIR", "HERE/r.def"),
    ["x.sif", "r.def"],
    ["blocking tmpdir-missing"],
  ],
  [
    "one that is not writable",
    all(setEnv("APPTAINER_TMPDIR", "HERE/tmpdir"), place("/tmpdir", { writable: false })),
    ["x.sif", "r.def"],
    ["warning tmpdir-not-writable"],
  ],
  [
    "one mounted noexec",
    all(setEnv("APPTAINER_TMPDIR", "HERE/tmpdir"), place("/tmpdir", { noexec: true })),
    ["x.sif", "r.def"],
    ["blocking tmpdir-noexec"],
  ],
  [
    "one of somebody else that is not writable",
    all(setEnv("APPTAINER_TMPDIR", "HERE/tmpdir"), place("/tmpdir", { writable: false }), (host) =>
      chownSync(join(host.cwd, "tmpdir"), 1, 1),
    ),
    ["x.sif", "r.def"],
    ["blocking tmpdir-not-writable"],
  ],
  [
    "a temporary directory by a relative path",
    nothing,
    ["--tmpdir", "tmpdir", "x.sif", "r.def"],
    ["blocking tmpdir-relative"],
  ],
  [
    "one that is full",
    all(setEnv("APPTAINER_TMPDIR", "HERE/tmpdir"), place("/tmpdir", { freeBytes: 0 })),
    ["x.sif", "r.def"],
    ["blocking tmpdir-full"],
  ],
  [
    "one with little room",
    all(setEnv("APPTAINER_TMPDIR", "HERE/tmpdir"), place("/tmpdir", { freeBytes: 1e9 })),
    ["x.sif", "r.def"],
    ["warning tmpdir-room"],
  ],
  [
    "one on Lustre",
    all(setEnv("APPTAINER_TMPDIR", "HERE/tmpdir"), place("/tmpdir", NETWORK)),
    ["x.sif", "r.def"],
    ["warning tmpdir-on-network"],
  ],
  ["a $TMPDIR that the plan does without", all(setEnv("TMPDIR", "HERE/gone")), ["x.sif", "r.def"], []],
  [
    "a cache that is not writable",
    all(make("c"), setEnv("APPTAINER_CACHEDIR", "HERE/c/new/d"), place("/c", { writable: false })),
    ["x.sif", "r.def"],
    ["warning cache-not-writable"],
  ],
  [
    "a cache with little room",
    all(make("c"), setEnv("APPTAINER_CACHEDIR", "HERE/c"), place("/c", { freeBytes: 1e9, totalBytes: BIG })),
    ["x.sif", "docker://alpine"],
    ["warning cache-room"],
  ],
  [
    "a cache that is not used",
    all(make("c"), setEnv("APPTAINER_CACHEDIR", "HERE/c"), place("/c", { writable: false }), base("base.sif")),
    ["x.sif", "r.def"],
    [],
  ],
  [
    "a cache that is switched off",
    all(make("c"), setEnv("APPTAINER_CACHEDIR", "HERE/c"), place("/c", { writable: false })),
    ["--disable-cache", "x.sif", "r.def"],
    [],
  ],
])("of %s says what it is", async (_what, set, argv, found) => {
  const host = makeReadyHost();
  set(host);
  expect(await namesFor(host, ...argv)).toEqual(found);
});

it("puts what blocks first, and gives each obstacle a cure", async () => {
  const host = makeReadyHost();
  base("gone.sif")(host);
  odd.set("/tmpdir", { freeBytes: 1e9, ...NETWORK });
  host.env["APPTAINER_TMPDIR"] = join(host.cwd, "tmpdir");
  const found = await obstaclesFor(host, "no/x.sif", "r.def");
  expect(found.map(({ gravity }) => gravity)).toEqual(["blocking", "blocking", "warning", "warning"]);
  for (const { message, cure } of found) {
    expect(cure).not.toBe("");
    expect(`${message}${cure}`).not.toMatch(/\.$|\n/);
  }
});
