import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
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
  const processes = buildProcesses(10, proc);
  return { write, end, kilobytes: async () => (await processes.memory()) / 1024 };
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
