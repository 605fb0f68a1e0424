import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, it, vi } from "vitest";
import schema from "../../src/build/report/report.schema.json" with { type: "json" };
import { runBuild } from "../../src/commands/build.ts";
import { PHASES } from "../../src/diagnosis/phases.ts";
import { makeHost } from "./building-host.ts";
import { makeServices } from "./fake-host.ts";

vi.mock("../../src/host/places.ts", async (original) => ({
  ...(await original<typeof import("../../src/host/places.ts")>()),
  probePlace: (await import("./building-host.ts")).probeRoomyPlace,
}));

const isValid = new Ajv2020({ formats: { "date-time": (text: string) => !Number.isNaN(Date.parse(text)) } }).compile(
  schema,
);

/** Reads a report and holds it against the schema. */
function readReport(text: string) {
  const report = JSON.parse(text);
  expect(isValid(report), JSON.stringify(isValid.errors)).toBe(true);
  return report;
}

const RUN = `echo "INFO:    Starting build..." >&2
echo "INFO:    Running post scriptlet" >&2
echo "+ rpm -i /srv/x.rpm" >&2
echo said`;

it("writes what became of a build to the log directory and to --report", async () => {
  const host = makeHost(RUN);
  expect(await runBuild(["--report", "r.json", "out.sif", "r.def"], host.io, makeServices())).toBe(0);
  const text = readFileSync(join(host.cwd, "r.json"), "utf8");
  expect(readFileSync(join(host.cwd, "out.sif.deflint/report.json"), "utf8")).toBe(text);
  expect(readReport(text)).toMatchObject({
    outcome: "complete",
    exitCode: 0,
    signal: null,
    image: { path: "out.sif", bytes: 6, bytesAreWhole: true },
    statistics: { phase: "post" },
    diagnosis: null,
    applied: [{ code: "DF101", count: 1 }],
  });
  expect(host.err()).toMatch(/^deflint build: the image is complete\n {2}image {12}out\.sif, 6 B\n {2}time/m);
});

it("tells of a build that failed", async () => {
  const host = makeHost(`${RUN}; exit 255`);
  expect(await runBuild(["--report", "r.json", "out.sif", "r.def"], host.io, makeServices())).toBe(255);
  const report = readReport(readFileSync(join(host.cwd, "r.json"), "utf8"));
  expect(report).toMatchObject({ outcome: "failed", exitCode: 255, image: null, statistics: { phase: "post" } });
  expect(host.err()).toMatch(
    /^deflint build: the build failed with exit code 255; the log is out\.sif\.deflint\/build\.log\n {2}time/m,
  );
});

it("gives a report on standard output that stream alone", async () => {
  const host = makeHost(RUN);
  expect(await runBuild(["--report", "-", "out.sif", "r.def"], host.io, makeServices())).toBe(0);
  expect(readReport(host.out())).toMatchObject({ outcome: "complete" });
  expect(host.err()).toContain("said\n");
});

it("replaces a report and follows a link to it", async () => {
  const host = makeHost("exit 0");
  host.write("old.json", "old");
  symlinkSync("old.json", join(host.cwd, "r.json"));
  expect(await runBuild(["--report=r.json", "out.sif", "r.def"], host.io, makeServices())).toBe(0);
  readReport(readFileSync(join(host.cwd, "old.json"), "utf8"));
  expect(readdirSync(host.cwd).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

it("writes into a device, and leaves it in its place", async () => {
  const host = makeHost("exit 0");
  expect(await runBuild(["--report", "/dev/null", "out.sif", "r.def"], host.io, makeServices())).toBe(0);
  expect(readFileSync("/dev/null", "utf8")).toBe("");
});

it.each([
  ["no/such/r.json", "no such file"],
  ["tmpdir", "it is a directory"],
  ["r.def/x.json", "a part of its path is no directory"],
  ["", "no such file"],
])("does not begin to build where the report cannot be written: %j", async (file, why) => {
  const host = makeHost("echo it ran");
  expect(await runBuild(["--report", file, "out.sif", "r.def"], host.io, makeServices())).toBe(2);
  expect(host.err()).toBe(`deflint build: --report ${file}: cannot be written: ${why}\n`);
  expect(host.out()).toBe("");
});

it("keeps every byte that the engine prints, in the log and in a pipe", async () => {
  const host = makeHost("printf 'a\\377\\376\\303\\033[2J\\000b\\r\\n'; printf '\\251' ");
  expect(await runBuild(["out.sif", "r.def"], host.io, makeServices())).toBe(0);
  const bytes = Buffer.from([0x61, 0xff, 0xfe, 0xc3, 0x1b, 0x5b, 0x32, 0x4a, 0, 0x62, 0x0d, 0x0a, 0xa9]);
  expect(host.outBytes()).toEqual(bytes);
  expect(readFileSync(join(host.cwd, "out.sif.deflint/build.log"))).toEqual(bytes);
});

it("knows the phases that a log can show", () => {
  expect(schema.$defs.phase.enum).toEqual(PHASES);
});
