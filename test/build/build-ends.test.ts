import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { runBuild } from "../../src/commands/build.ts";
import { makeHost } from "./building-host.ts";
import { isAlive, makeServices, until } from "./fake-host.ts";
import { stubMend } from "./stub-mend.ts";

vi.mock("../../src/host/places.ts", async (original) => ({
  ...(await original<typeof import("../../src/host/places.ts")>()),
  probePlace: (await import("./building-host.ts")).probeRoomyPlace,
}));

it.each([0, 1, 42, 255])("passes exit code %d through", async (code) => {
  const host = makeHost(`exit ${code}`);
  expect(await runBuild(["out.sif", "r.def"], host.io, makeServices())).toBe(code);
});

it("takes an engine that a signal ended for what it is", async () => {
  const host = makeHost("kill -KILL $$");
  expect(await runBuild(["out.sif", "r.def"], host.io, makeServices())).toBe(137);
});

it("says so when the engine cannot be started", async () => {
  const host = makeHost("exit 0");
  writeFileSync(join(host.cwd, "bin/apptainer"), "#!/nonexistent/interpreter\n");
  expect(await runBuild(["out.sif", "r.def"], host.io, makeServices())).toBe(2);
  expect(host.err()).toContain("bin/apptainer could not be started: the interpreter that it names is missing\n");
  expect(readdirSync(join(host.cwd, "tmpdir"))).toEqual([]);
});

it.each([
  ["SIGTERM", 143, "TERM"],
  ["SIGINT", 130, "INT"],
  ["SIGHUP", 129, "TERM"],
  ["SIGQUIT", 131, "TERM"],
] as const)("hands %s on, waits, and clears up", async (signal, code, trap) => {
  // With a child in the background, as %post may have one.
  const host = makeHost(`trap 'echo got ${trap}; exit 1' ${trap}
    /bin/sleep 600 & echo $! > child
    echo ready; while :; do /bin/sleep 0.05; done`);
  const running = runBuild(["out.sif", "r.def"], host.io, makeServices());
  await until(() => host.out().includes("ready\n"));
  expect(readdirSync(join(host.cwd, "tmpdir"))).toHaveLength(1);
  host.signal(signal);
  expect(await running).toBe(code);
  expect(host.out()).toContain(`got ${trap}\n`);
  expect(host.err()).toContain(`ended by ${signal}`);
  expect(readdirSync(join(host.cwd, "tmpdir"))).toEqual([]);
  expect(isAlive(readFileSync(join(host.cwd, "child"), "utf8").trim())).toBe(false);
});

it("sends the first signal again to an engine that has lost it", async () => {
  const host = makeHost("trap 'trap \"exit 1\" TERM' TERM; echo ready; while :; do /bin/sleep 0.05; done");
  const running = runBuild(["out.sif", "r.def"], host.io, makeServices());
  await until(() => host.out().includes("ready\n"));
  host.signal("SIGTERM");
  expect(await running).toBe(143);
}, 10_000);

it("kills on the second signal", async () => {
  const host = makeHost("trap '' TERM; echo ready; while :; do /bin/sleep 0.05; done");
  const running = runBuild(["out.sif", "r.def"], host.io, makeServices());
  await until(() => host.out().includes("ready\n"));
  host.signal("SIGTERM");
  await new Promise((resolve) => setTimeout(resolve, 200));
  host.signal("SIGINT");
  expect(await running).toBe(143);
  expect(readdirSync(join(host.cwd, "tmpdir"))).toEqual([]);
});

it("does not start once a signal has come", async () => {
  const host = makeHost("echo it ran");
  const mend = (...given: Parameters<typeof stubMend>) => {
    host.signal("SIGTERM");
    return stubMend(...given);
  };
  expect(await runBuild(["out.sif", "r.def"], host.io, makeServices({ mend }))).toBe(143);
  expect(host.out()).toBe("");
});

it("does not wait for what the recipe left in the background", async () => {
  const host = makeHost("(trap '' TERM; while :; do /bin/sleep 0.1; done) & echo $! > left");
  expect(await runBuild(["out.sif", "r.def"], host.io, makeServices())).toBe(0);
  expect(isAlive(readFileSync(join(host.cwd, "left"), "utf8").trim())).toBe(false);
});
