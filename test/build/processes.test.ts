import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { BUILD_VARIABLE } from "../../src/build/process-table.ts";
import { buildProcesses } from "../../src/build/processes.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

/** A made-up /proc; a process has as many kB of memory as its number says. */
function makeProc() {
  const proc = makeTemporaryDirectory();
  const end = (pid: string) => rmSync(join(proc, pid), { recursive: true, force: true });
  const write = (pid: string, session: number, namespace: string, started = "100") => {
    end(pid);
    mkdirSync(join(proc, pid, "ns"), { recursive: true });
    const fields = ["S", 1, session, session, ...Array(15).fill(0), started, 0];
    writeFileSync(join(proc, pid, "stat"), `${pid} (a ) b) ${fields.join(" ")}`);
    writeFileSync(join(proc, pid, "status"), `VmRSS: ${pid} kB\n`);
    symlinkSync(`mnt:[${namespace}]`, join(proc, pid, "ns/mnt"));
  };
  write("self", 1, "host");
  const mount = (pid: string, source: string) =>
    writeFileSync(join(proc, pid, "mountinfo"), `1 2 8:1 ${source} / rw - ext4 /dev/sda rw\n`);
  const processes = buildProcesses(10, ["/scratch/.out.deflint-a1B2c3"], proc);
  return { write, end, mount, kilobytes: async () => (await processes.memory()) / 1024 };
}

it("keeps a daemon that has left the session, when all others of the build have ended", async () => {
  const { write, end, kilobytes } = makeProc();
  write("10", 10, "build");
  write("20", 20, "build");
  expect(await kilobytes()).toBe(30);
  end("10");
  expect(await kilobytes()).toBe(20);
  // What the daemon starts is the build's too.
  write("40", 20, "build");
  expect(await kilobytes()).toBe(60);
});

it("knows a daemon that nobody saw begin by the directory of the build in its mounts", async () => {
  const { write, mount, kilobytes } = makeProc();
  write("20", 20, "build");
  mount("20", "/.out.deflint-a1B2c3/build-temp-1/rootfs");
  write("30", 30, "another");
  mount("30", "/.out.deflint-x9Y8z7/build-temp-1/rootfs");
  write("40", 40, "host");
  mount("40", "/.out.deflint-a1B2c3/build-temp-1/rootfs");
  expect(await kilobytes()).toBe(20);
});

it("takes no process of another build for its own, when numbers of namespaces and processes are given out again", async () => {
  const { write, end, kilobytes } = makeProc();
  write("10", 10, "host");
  write("11", 10, "build");
  write("20", 20, "build");
  expect(await kilobytes()).toBe(41);
  for (const pid of ["11", "20"]) end(pid);
  expect(await kilobytes()).toBe(10);
  write("30", 30, "build");
  expect(await kilobytes()).toBe(10);
  write("20", 30, "build", "200");
  expect(await kilobytes()).toBe(10);
});

it("ends a daemon outside that nobody saw begin, known by its environment", async () => {
  const directory = "/scratch/.out.deflint-q1W2e3";
  const begin = (value: string) => spawn("sleep", ["60"], { detached: true, env: { [BUILD_VARIABLE]: value } });
  const daemon = begin(`${directory}/`);
  const another = begin("/scratch/.out.deflint-r4T5y6/");
  const leader = spawn("true", { detached: true });
  onTestFinished(() => void another.kill("SIGKILL"));
  onTestFinished(() => void daemon.kill("SIGKILL"));
  await once(leader, "exit");
  await buildProcesses(leader.pid ?? 0, [directory]).sweep();
  expect(daemon.signalCode).toBe("SIGTERM");
  expect(another.signalCode).toBeNull();
});
