import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type OwnerMark, readMark, writeMark } from "../../../src/build/staging/owner.ts";
import { stateOf } from "../../../src/files/process-identity.ts";
import { makeFakeHost } from "../fake-host.ts";

async function makeMark(): Promise<OwnerMark> {
  const path = join(makeFakeHost().cwd, "mark");
  await writeMark(path, "out.sif");
  const mark = await readMark(path);
  if (mark === undefined) throw new Error(readFileSync(path, "utf8"));
  return mark;
}

it("knows its own process, and that of a mark", async () => {
  const mark = await makeMark();
  expect(mark).toMatchObject({ pid: process.pid, purpose: "out.sif" });
  expect(stateOf(mark)).toBe("at work");
});

it("knows that a process has ended, though its number be given out again", async () => {
  const mark = await makeMark();
  expect(stateOf({ ...mark, started: "1" })).toBe("gone");
  const child = spawn("/bin/true");
  await once(child, "exit");
  expect(stateOf({ ...mark, pid: child.pid ?? 0 })).toBe("gone");
});

it.each([{ host: "node17" }, { boot: "0-1-2" }, { namespace: "pid:[1]" }, { started: "" }])(
  "cannot tell for %j",
  async (change) => {
    expect(stateOf({ ...(await makeMark()), started: "1", ...change })).toBe("elsewhere");
  },
);

it.each(["", "{", "null", "[]", '{"pid":"1"}', '{"pid":1,"host":"a"}', "\0\xff"])(
  "takes %j for no mark",
  async (text) => {
    const path = join(makeFakeHost().cwd, "mark");
    writeFileSync(path, text, "latin1");
    expect(await readMark(path)).toBeUndefined();
  },
);
