import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { clearDrafts, clearDraftsOnce, draftPathFor } from "../../src/files/draft.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

const DAY = 24 * 60 * 60;

/** The parts of a draft's name, to be changed one at a time. */
function partsOf(path: string): { stem: string; host: string; pid: string; started: string; random: string } {
  const [, stem = "", host = "", pid = "", started = "", random = ""] =
    /^(.*\.deflint)-(\w+)-(\d+)-(\d+)-(\w+)$/.exec(basename(path)) ?? [];
  return { stem, host, pid, started, random };
}

/** Makes a draft of x.def as another process would have left it. Returns its name. */
function leave(directory: string, change: Partial<ReturnType<typeof partsOf>>, age = 0): string {
  const { stem, host, pid, started, random } = { ...partsOf(draftPathFor(join(directory, "x.def"))), ...change };
  const name = [stem, host, pid, started, random].join("-");
  writeFileSync(join(directory, name), "half");
  const then = Date.now() / 1000 - age;
  utimesSync(join(directory, name), then, then);
  return name;
}

async function endedProcess(): Promise<string> {
  const child: ChildProcess = spawn("/bin/true");
  await once(child, "exit");
  return String(child.pid);
}

it("removes what a process left that is no more, though its number be given out again", async () => {
  const directory = makeTemporaryDirectory();
  leave(directory, { pid: await endedProcess() });
  leave(directory, { started: "1" });
  clearDrafts(directory);
  expect(readdirSync(directory)).toEqual([]);
});

it("never removes that of a running process, however old", () => {
  const directory = makeTemporaryDirectory();
  const name = leave(directory, {}, 100 * DAY);
  clearDrafts(directory);
  expect(readdirSync(directory)).toEqual([name]);
});

it("leaves that of another host, whose numbers mean nothing here, for a day", async () => {
  const directory = makeTemporaryDirectory();
  const pid = await endedProcess();
  const young = leave(directory, { host: "0123456789ab", pid }, DAY - 60);
  leave(directory, { host: "0123456789ab", pid }, DAY + 60);
  const unknown = leave(directory, { started: "" });
  clearDrafts(directory);
  expect(readdirSync(directory).sort()).toEqual([young, unknown].sort());
});

it("touches nothing that only looks alike", async () => {
  const directory = makeTemporaryDirectory();
  const { stem, host, pid, started } = partsOf(draftPathFor(join(directory, "x.def")));
  const dead = `${stem}-${host}-${pid}-1`;
  mkdirSync(join(directory, `${dead}-00000001`));
  writeFileSync(join(directory, "kept"), "");
  symlinkSync("kept", join(directory, `${dead}-00000002`));
  for (const name of [`${dead}-00000003.def`, `x${dead}-00000004`, ".x.def.deflint-AbCdEf", `.x-${pid}-${started}`])
    writeFileSync(join(directory, name), "");
  const before = readdirSync(directory);
  clearDrafts(directory);
  expect(readdirSync(directory)).toEqual(before);
});

it("looks into a directory once, and says nothing of one that is not there", () => {
  const directory = makeTemporaryDirectory();
  clearDraftsOnce(directory);
  const name = leave(directory, { started: "1" });
  clearDraftsOnce(directory);
  expect(readdirSync(directory)).toEqual([name]);
  expect(() => clearDrafts(join(directory, "none"))).not.toThrow();
});
