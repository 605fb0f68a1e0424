import { describe, expect, it } from "vitest";
import { withProgress } from "../../src/commands/check/progress.ts";
import { Interruption } from "../../src/interruption.ts";
import type { Io } from "../../src/io.ts";
import { type FakeIo, makeFakeIo } from "../fake-io.ts";

const PATHS = Array.from({ length: 5 }, (_, at) => `${at}.def`);

function makeTerminal(env: Io["env"] = {}): FakeIo {
  const io = makeFakeIo("/", { env });
  return { ...io, stderr: { ...io.stderr, columns: 80 } };
}

/** Walks the paths, each of which takes some milliseconds. */
async function walk(io: Io, milliseconds: number, { quiet = false, visit = (_path: string) => {} } = {}) {
  let time = 0;
  const visited: string[] = [];
  for await (const path of withProgress(PATHS, { quiet }, io, () => time)) {
    visit(path);
    visited.push(path);
    time += milliseconds;
  }
  return visited;
}

/** What was drawn, one line a drawing. */
const linesOf = ({ written }: FakeIo) =>
  [...written.stderr.matchAll(/checked \d+ of \d+ files/g)].map(([line]) => line);

describe("withProgress", () => {
  it("counts once a second has passed, and takes the line away", async () => {
    const io = makeTerminal();
    expect(await walk(io, 400)).toEqual(PATHS);
    expect(linesOf(io)).toEqual(["checked 3 of 5 files", "checked 4 of 5 files", "checked 5 of 5 files"]);
    expect(io.written.stderr).toMatch(/\r\x1b\[J$/);
    expect(io.written.stdout).toBe("");
  });

  it("draws no oftener than anybody reads", async () => {
    const io = makeTerminal();
    let time = 0;
    const many = Array.from({ length: 2000 }, () => "x.def");
    for await (const _path of withProgress(many, {}, io, () => time)) time++;
    expect(linesOf(io).length).toBe(1 + 1000 / 50);
  });

  it.each<[string, FakeIo, number, boolean]>([
    ["in a short run", makeTerminal(), 10, false],
    ["into a pipe", makeFakeIo("/"), 400, false],
    ["with --quiet", makeTerminal(), 400, true],
    ["on a dumb terminal", makeTerminal({ TERM: "dumb" }), 400, false],
  ])("draws nothing %s", async (_what, io, milliseconds, quiet) => {
    expect(await walk(io, milliseconds, { quiet })).toEqual(PATHS);
    expect(io.written.stderr).toBe("");
  });

  it.each(["3.def", "4.def"])("ends at a signal during %s, with the line gone", async (during) => {
    const io = makeTerminal();
    const visit = (path: string) => {
      if (path === during) io.send("SIGINT");
    };
    await expect(walk(io, 600, { visit })).rejects.toThrow(Interruption);
    expect(io.written.stderr).toMatch(/\r\x1b\[J$/);
  });

  it("takes the line away when the work fails", async () => {
    const io = makeTerminal();
    const visit = (path: string) => {
      if (path === "4.def") throw new Error("boom");
    };
    await expect(walk(io, 600, { visit })).rejects.toThrow("boom");
    expect(io.written.stderr).toMatch(/\r\x1b\[J$/);
    expect(linesOf(io).length).toBeGreaterThan(0);
  });
});
