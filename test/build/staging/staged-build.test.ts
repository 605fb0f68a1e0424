import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { runBuild } from "../../../src/commands/build.ts";
import { makeHost, RECIPE, WORDS } from "../building-host.ts";
import { type FakeHost, makeServices, until } from "../fake-host.ts";
import { makeStale } from "./siblings.ts";

vi.mock("../../../src/host/places.ts", async (original) => ({
  ...(await original<typeof import("../../../src/host/places.ts")>()),
  probePlace: (await import("../building-host.ts")).probeRoomyPlace,
}));

/** What a SIF begins with. */
const SIF = "#!/usr/bin/env run-singularity\n\0SIF_MAGIC\0";

const build = (host: FakeHost, ...argv: string[]) => runBuild(["--no-preflight", ...argv], host.io, makeServices());
const siblings = (host: FakeHost) => readdirSync(host.cwd).filter((name) => name.includes(".deflint-"));
const read = (host: FakeHost, name: string) => readFileSync(join(host.cwd, name), "latin1");

function makeSandbox(host: FakeHost, name: string): void {
  mkdirSync(join(host.cwd, name, ".singularity.d"), { recursive: true });
  host.write(`${name}/mark`, "old");
}

/** An engine that makes a sandbox. */
const SANDBOX = 'rm() { /bin/rm "$@"; }; rm "$image"; /bin/mkdir -p "$image/.singularity.d"; echo new > "$image/mark"';

it.each([0, 255])("replaces an image only by one that is complete: engine ends with %d", async (code) => {
  const host = makeHost(`while read -r line; do echo "$line"; done < out.sif; echo half > "$image"; exit ${code}`);
  host.write("out.sif", `${SIF}old\n`);
  expect(await build(host, "-F", "out.sif", "r.def")).toBe(code);
  // The old one stood there while the new one was made.
  expect(host.out()).toContain("SIF_MAGIC");
  expect(read(host, "out.sif")).toBe(code === 0 ? "half\n" : `${SIF}old\n`);
  expect(siblings(host)).toEqual([]);
  expect(readdirSync(join(host.cwd, "out.sif.deflint")).sort()).toEqual(["build.log", "recipe.def", "report.json"]);
});

it("keeps the old image when a signal comes before the new one is on the disk", async () => {
  const host = makeHost(SANDBOX);
  host.program("sync", `echo > ${host.cwd}/syncing; /bin/sleep 0.2`);
  makeSandbox(host, "out");
  const running = build(host, "-F", "-s", "out", "r.def");
  await until(() => existsSync(join(host.cwd, "syncing")));
  host.signal("SIGTERM");
  expect(await running).toBe(143);
  expect(read(host, "out/mark")).toBe("old");
  expect(siblings(host)).toEqual([]);
});

it("says where a complete image is that could not be put in its place", async () => {
  const host = makeHost('echo new > "$image"; echo mine > out.sif');
  expect(await build(host, "out.sif", "r.def")).toBe(2);
  expect(host.err()).toMatch(
    /could not be put in place: out\.sif exists and is no image.*; it is \.out\.sif\.deflint-\w+\/out\.sif\n/,
  );
  expect(read(host, "out.sif")).toBe("mine\n");
  const [sibling = ""] = siblings(host);
  expect(read(host, `${sibling}/out.sif`)).toBe("new\n");
  // The next build takes it for no leftover.
  rmSync(join(host.cwd, "out.sif"));
  host.apptainer("exit 0");
  expect(await build(host, "out.sif", "r.def")).toBe(0);
  expect(read(host, `${sibling}/out.sif`)).toBe("new\n");
});

it("says so when the engine ends well and has made nothing", async () => {
  const host = makeHost('/bin/rm "$image"');
  expect(await build(host, "out.sif", "r.def")).toBe(2);
  expect(host.err()).toContain("ended well but made no image");
  expect(siblings(host)).toEqual([]);
});

it("replaces a sandbox, a closed one too, and a SIF by a sandbox and the other way round", async () => {
  const host = makeHost(SANDBOX);
  makeSandbox(host, "out");
  mkdirSync(join(host.cwd, "out/closed/in"), { recursive: true });
  chmodSync(join(host.cwd, "out/closed"), 0o000);
  chmodSync(join(host.cwd, "out"), 0o555);
  expect(await build(host, "-F", "-s", "out/", "r.def")).toBe(0);
  expect(read(host, "out/mark")).toBe("new\n");
  expect(existsSync(join(host.cwd, "out/closed"))).toBe(false);
  host.apptainer('echo sif > "$image"');
  expect(await build(host, "-F", "out", "r.def")).toBe(0);
  expect(read(host, "out")).toBe("sif\n");
  host.write("out", SIF);
  host.apptainer(SANDBOX);
  expect(await build(host, "-F", "-s", "out", "r.def")).toBe(0);
  expect(read(host, "out/mark")).toBe("new\n");
  expect(siblings(host)).toEqual([]);
});

it("keeps an old sandbox as it was when the build fails", async () => {
  const host = makeHost(`${SANDBOX}; exit 255`);
  makeSandbox(host, "out");
  expect(await build(host, "-F", "-s", "out", "r.def")).toBe(255);
  expect(read(host, "out/mark")).toBe("old");
  expect(siblings(host)).toEqual([]);
});

it.each([
  ["-dash.sif", ["--"], "-dash.sif"],
  ["new\nline.sif", [], "new\nline.sif"],
  ["./a/../out.sif", [], "out.sif"],
  ["tr.sif/", [], "tr.sif"],
  [`${"long".repeat(60)}.sif`, [], `${"long".repeat(60)}.sif`],
  ["%s $(touch x) é.sif", [], "%s $(touch x) é.sif"],
] as const)("makes an image of the name %j", async (image, before, name) => {
  const host = makeHost(WORDS);
  expect(await build(host, ...before, image, "r.def")).toBe(0);
  expect(read(host, name)).toBe("image\n");
  expect(readdirSync(join(host.cwd, `${name}.deflint`))).toContain("build.log");
  expect(host.out()).toContain(`[.${name.slice(0, 40)}.deflint-`);
  expect(host.err()).not.toContain("new\nline");
});

it("gives the engine an absolute name where the person gave one", async () => {
  const host = makeHost(WORDS);
  expect(await build(host, join(host.cwd, "out.sif"), "r.def")).toBe(0);
  expect(host.out()).toMatch(new RegExp(`\\[${host.cwd}/\\.out\\.sif\\.deflint-\\w{6}/out\\.sif\\]`));
});

it("replaces a link as Apptainer does, and not what it points to", async () => {
  const host = makeHost(WORDS);
  host.write("real.sif", `${SIF}old`);
  symlinkSync("real.sif", join(host.cwd, "latest.sif"));
  expect(await build(host, "-F", "latest.sif", "r.def")).toBe(0);
  expect(host.err()).toContain("latest.sif is a link: as with plain Apptainer");
  expect(lstatSync(join(host.cwd, "latest.sif")).isFile()).toBe(true);
  expect(read(host, "real.sif")).toBe(`${SIF}old`);
});

it("follows links on the way to the target", async () => {
  const host = makeHost(WORDS);
  mkdirSync(join(host.cwd, "real"));
  symlinkSync("real", join(host.cwd, "link"));
  expect(await build(host, "link/out.sif", "r.def")).toBe(0);
  expect(readlinkSync(join(host.cwd, "link"))).toBe("real");
  expect(read(host, "real/out.sif")).toBe("image\n");
});

it("lets Apptainer work at a sandbox itself with --update, and says what that means", async () => {
  const host = makeHost(`${WORDS}; echo updated > out/mark`);
  makeSandbox(host, "out");
  expect(await build(host, "-s", "-u", "out", "r.def")).toBe(0);
  expect(host.out()).toMatch(/\[out\]\n\[\.out\.deflint-\w+\/out\.deflint\/recipe\.def\]\n/);
  expect(host.err()).toContain("with --update Apptainer changes out in place, so nothing is protected");
  expect(read(host, "out/mark")).toBe("updated\n");
  expect(siblings(host)).toEqual([]);
});

it("builds what was read at the start, byte for byte", async () => {
  const script =
    'echo changed > r.def; /bin/sleep 0.1; /bin/rm r.def; while read -r line; do echo "$line"; done < "$last"';
  const host = makeHost(script);
  const bytes = Buffer.concat([
    Buffer.from("\ufeffBootstrap: docker\r\nFrom: x\r\n%labels\n  A "),
    Buffer.from([0xff, 0xfe, 0x0a]),
  ]);
  host.write("r.def", bytes);
  expect(await build(host, "out.sif", "r.def")).toBe(0);
  expect(readFileSync(join(host.cwd, "out.sif.deflint/recipe.def")).equals(bytes)).toBe(true);
  expect(host.out()).toContain("Bootstrap: docker");
  expect(existsSync(join(host.cwd, "r.def"))).toBe(false);
});

it("does not let builds of the same image collide", async () => {
  // The first of them waits until the others have ended.
  const wait = 'if [ "$number" = 4 ]; then while [ ! -e go ]; do /bin/sleep 0.05; done; fi';
  const make = 'printf "#!/usr/bin/env run-singularity\\n\\0SIF_MAGIC\\0image $number" > "$image"';
  const host = makeHost(`number=$4; echo "build $number"; ${wait}; ${make}`);
  host.write("out.sif", SIF);
  const start = (number: number) => build(host, "-F", "--section", `${number}`, "out.sif", "r.def");
  const last = start(4);
  expect(await Promise.all([1, 2, 3].map(start))).toEqual([0, 0, 0]);
  expect(read(host, "out.sif")).toMatch(/image [123]$/);
  expect(read(host, "out.sif.deflint/build.log")).toMatch(/^build [123]\n$/);
  host.write("go", "");
  expect(await last).toBe(0);
  expect(read(host, "out.sif")).toContain("image 4");
  expect(read(host, "out.sif.deflint/build.log")).toBe("build 4\n");
  expect(JSON.parse(read(host, "out.sif.deflint/report.json")).plan.argv).toContain("4");
  expect(siblings(host)).toEqual([]);
});

it("puts the log into a directory that holds other things, file by file", async () => {
  const host = makeHost("echo new; exit 3");
  mkdirSync(join(host.cwd, "logs"));
  for (const name of ["mine", "recipe.def", "build.log"]) host.write(`logs/${name}`, "old");
  expect(await build(host, "--log-dir", "logs", "out.sif", "docker://x")).toBe(3);
  expect(readdirSync(join(host.cwd, "logs")).sort()).toEqual(["build.log", "mine", "report.json"]);
  expect(read(host, "logs/build.log")).toBe("new\n");
  expect(read(host, "logs/mine")).toBe("old");
});

it("keeps a log directory that is a link", async () => {
  const host = makeHost("echo new");
  mkdirSync(join(host.cwd, "elsewhere"));
  symlinkSync("elsewhere", join(host.cwd, "out.sif.deflint"));
  expect(await build(host, "out.sif", "r.def")).toBe(0);
  expect(read(host, "elsewhere/build.log")).toBe("new\n");
  expect(readlinkSync(join(host.cwd, "out.sif.deflint"))).toBe("elsewhere");
});

it("clears away what a killed build of the same image left", async () => {
  const host = makeHost("exit 0");
  const stale = await makeStale(host.cwd, "out.sif", { "out.sif": "half" });
  expect(await build(host, "out.sif", "r.def")).toBe(0);
  expect(existsSync(stale)).toBe(false);
  expect(host.err()).toContain(`removed ${stale}, left of a build that was killed`);
});

it("leaves nothing when it cannot begin", async () => {
  const host = makeHost("echo it ran");
  const services = makeServices({
    writeRecipe: async () => {
      throw new Error("r.def cannot be written");
    },
  });
  expect(await runBuild(["--fix", "--no-preflight", "out.sif", "r.def"], host.io, services)).toBe(2);
  expect(host.err()).toContain("r.def cannot be written\n");
  expect(readdirSync(host.cwd).sort()).toEqual(["bin", "r.def", "tmpdir"]);
  writeFileSync(join(host.cwd, "r.def"), RECIPE);
});
