import { expect, it } from "vitest";
import { readArguments } from "../../src/build/command-line/arguments.ts";
import { isTaken, mountWord, userDestinations } from "../../src/build/plan/mounts.ts";
import { planSpace, type SpaceQuestion } from "../../src/build/plan/space.ts";
import type { Place } from "../../src/host/places.ts";
import type { Places } from "../../src/host/probe-host.ts";
import { formatBytes } from "../../src/reporters/format-bytes.ts";

const GIB = 2 ** 30;

function place(path: string, freeGibibytes: number, change: Partial<Place> = {}): Place {
  const freeBytes = freeGibibytes * GIB;
  return {
    path,
    realPath: path,
    totalBytes: freeBytes * 2,
    freeBytes,
    kind: "ext",
    class: "disk",
    writable: true,
    noexec: false,
    ...change,
  };
}

const memory = { kind: "tmpfs", class: "memory" } as const;
const network = { kind: "lustre", class: "network" } as const;
const HOME = place("/home/ann", 100);

function plan(places: Partial<Places>, words = "", change: Partial<SpaceQuestion> = {}) {
  const args = readArguments([...words.split(" ").filter((word) => word !== ""), "out", "r"]);
  if ("problem" in args) throw new Error(args.problem);
  const all: Places = { tmp: undefined, varTmp: undefined, tmpdir: undefined, home: HOME, local: [], ...places };
  return planSpace({
    places: all,
    args,
    env: {},
    mode: "suid-fakeroot",
    prefix: "APPTAINER",
    deletesHostTmp: false,
    ...change,
  });
}

it("leaves a good /tmp as it is, but for a room that holds what a killed engine leaves", () => {
  expect(plan({ tmp: place("/tmp", 100) })).toMatchObject({
    parent: "/tmp",
    binds: [],
    engineTmp: { room: "build" },
    engineCache: undefined,
    reasons: [],
  });
});

it("binds a private directory of $TMPDIR where that has the room", () => {
  const chosen = plan({ tmp: place("/tmp", 1), tmpdir: place("/local/job", 200) }, "", {
    env: { TMPDIR: "/local/job" },
  });
  expect(chosen).toMatchObject({
    parent: "/local/job",
    binds: ["/tmp", "/var/tmp"],
    sticky: false,
    tmpBytes: 200 * GIB,
    engineTmp: { room: "build" },
  });
  expect(chosen.reasons.join()).toContain(
    "$TMPDIR (/local/job, 200 GiB free, ext) is a better place than /tmp (only 1.0 GiB free, ext)",
  );
});

it.each(["subuid", "root"] as const)("lets every user of %s write there", (mode) => {
  expect(plan({ tmp: place("/tmp", 1), tmpdir: place("/local/job", 200) }, "", { mode }).sticky).toBe(true);
});

it.each([
  ["a network file system", network],
  ["memory", memory],
  ["mounted noexec", { noexec: true }],
  ["closed", { writable: false }],
  ["/tmp itself", { realPath: "/tmp" }],
] as const)("does not take a $TMPDIR that is %s", (_, change) => {
  expect(plan({ tmp: place("/tmp", 100), tmpdir: place("/t", 500, change) }).binds).toEqual([]);
});

it("takes the site's local disk, then /var/tmp, where /tmp is memory", () => {
  const tmp = place("/tmp", 8, memory);
  expect(plan({ tmp, local: [place("/scratch-local", 50)], varTmp: place("/var/tmp", 90) }).parent).toBe(
    "/scratch-local",
  );
  const fallback = plan({ tmp, varTmp: place("/var/tmp", 90) });
  expect(fallback).toMatchObject({ parent: "/var/tmp", engineTmp: { room: "build" } });
  expect(plan({ tmp, varTmp: place("/var/tmp", 5) })).toMatchObject({ parent: "/tmp", engineTmp: { room: "build" } });
});

it("moves the engine's directories off a network home and a network $TMPDIR, unless they are chosen", () => {
  const places = {
    tmp: place("/tmp", 100),
    tmpdir: place("/lustre/t", 900, network),
    home: place("/home/ann", 900, network),
  };
  const env = { TMPDIR: "/lustre/t" };
  expect(plan(places, "", { env })).toMatchObject({
    parent: "/tmp",
    binds: [],
    engineTmp: { room: "build" },
    engineCache: { room: "cache" },
  });
  expect(plan(places, "--no-cleanup", { env }).engineTmp).toEqual({ path: "/tmp" });
  expect(plan(places, "--disable-cache --tmpdir /x", { env })).toMatchObject({
    parent: undefined,
    engineTmp: undefined,
    engineCache: undefined,
  });
  const chosen = { ...env, APPTAINER_TMPDIR: "/a", APPTAINER_CACHEDIR: "/b" };
  expect(plan(places, "", { env: chosen })).toMatchObject({
    parent: undefined,
    engineTmp: undefined,
    engineCache: undefined,
  });
});

it("gives a recipe that clears /tmp directories of its own in any case", () => {
  expect(plan({ tmp: place("/tmp", 100) }, "", { deletesHostTmp: true })).toMatchObject({
    parent: "/tmp",
    binds: ["/tmp", "/var/tmp"],
  });
  expect(plan({ tmp: place("/tmp", 100) }, "--no-bind-tmp", { deletesHostTmp: true })).toMatchObject({
    parent: "/tmp",
    binds: [],
  });
});

it.each([
  ["-B /x:/tmp", {}, ["/var/tmp"]],
  ["--bind /a:/b,/x:/tmp/:ro", {}, ["/var/tmp"]],
  ["--mount type=bind,source=/x,dst=/var/tmp", {}, ["/tmp"]],
  ["-B /tmp/mine", {}, ["/var/tmp"]],
  ["", { APPTAINER_BIND: "/x:/tmp" }, ["/var/tmp"]],
  ["", { SINGULARITY_BINDPATH: "/x:/tmp,/y:/var/tmp" }, []],
  ["-- --bind /x:/tmp", {}, ["/var/tmp"]],
  ["-B /x:/tmpfiles", {}, ["/tmp", "/var/tmp"]],
])("leaves what the user binds with %j %j", (words, env, binds) => {
  const [before = "", after = ""] = words.split("-- ");
  const args = readArguments(
    [...before.split(" "), "out", "r", "--", ...after.split(" ")].filter((word) => word !== ""),
  );
  if ("problem" in args) throw new Error(args.problem);
  const places = { tmp: place("/tmp", 1), tmpdir: place("/local", 99), varTmp: undefined, home: HOME, local: [] };
  expect(planSpace({ places, args, env, mode: "userns", prefix: "APPTAINER", deletesHostTmp: false }).binds).toEqual(
    binds,
  );
  expect(isTaken("/tmp", userDestinations(args, env))).toBe(!(binds as readonly string[]).includes("/tmp"));
});

it("quotes a --mount word as CSV", () => {
  expect(mountWord("/a,b", "/tmp")).toBe('type=bind,"source=/a,b",destination=/tmp');
});

it.each([
  [0, "0 B"],
  [1536, "1.5 KiB"],
  [83 * GIB, "83 GiB"],
  [2.5 * 2 ** 50, "2.5 PiB"],
])("writes %d bytes as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it.each([
  ["--tmpdir /x", {}],
  ["--no-cleanup", {}],
  ["", { APPTAINER_TMPDIR: "/x" }],
])("leaves the engine's temporary directory to the person: %j %j", (words, env) => {
  expect(plan({ tmp: place("/tmp", 100) }, words, { env })).toMatchObject({ parent: undefined, engineTmp: undefined });
});
