/** Logs of any size and kind, read in bounded memory. */
import { describe, expect, test } from "vitest";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import { logLinesOf, readLog } from "../../src/diagnosis/read-log.ts";

async function* inChunks(text: string | Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === "string" ? Buffer.from(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const HEAD = "INFO:    Starting build...\nINFO:    Running post scriptlet\n+ make é\n";
const END =
  "groupadd: failure while writing changes to /etc/group\nFATAL:   While performing build: while running engine: exit status 10\n";

describe("readLog", () => {
  test.each([1, 2, 3, 7, 1000])("gives the same lines for chunks of %i bytes", async (size) => {
    expect(await readLog(inChunks(HEAD + END, size))).toEqual(logLinesOf(HEAD + END));
  });

  test("of millions of lines it keeps head, tail and what complains, with their numbers", async () => {
    const noise = "compiling something that is of no interest\n";
    const lines = 400_000;
    async function* long(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(HEAD);
      for (let at = 0; at < lines; at += 1000) {
        yield Buffer.from(noise.repeat(999) + (at === 100_000 ? "error: in the middle\n" : noise));
      }
      yield Buffer.from(END);
    }
    const log = await readLog(long());
    expect(log.length).toBeLessThan(50_000);
    expect(log.at(-1)?.line).toBe(lines + 4);
    expect(log.find(({ text }) => text === "error: in the middle")?.line).toBe(3 + 100_999);
    expect(log.map(({ line }) => line)).toEqual(log.map(({ line }) => line).toSorted((a, b) => a - b));
    expect(diagnose(log, undefined).causes[0]?.evidence.line).toBe(lines + 4);
  });

  test("one endless line is cut, its ends kept", async () => {
    const [line, ...rest] = await readLog(inChunks(`begin${"x".repeat(1_000_000)}end`, 65_536));
    expect(rest).toEqual([]);
    expect(line?.text.length).toBeLessThan(20_000);
    expect(line?.text).toMatch(/^beginx.*xend$/);
  });

  test("what is no UTF-8 is read nevertheless", async () => {
    const bytes = Buffer.concat([Buffer.from(HEAD), Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from(END)]);
    expect(diagnose(await readLog(inChunks(bytes, 64)), undefined).causes[0]?.cause).toBe("account-files-mounted");
  });

  test.each(["", "\n", "\0\0\0"])("%j holds no build", async (text) => {
    expect(diagnose(await readLog(inChunks(text, 10)), undefined)).toMatchObject({ outcome: "cut", causes: [] });
  });

  test("output that only looks like a prefix is left as it is", () => {
    const lines = logLinesOf("INFO:    Starting build...\n[ 50%] Building x.c\n10: WARNING: x\n");
    expect(lines.map(({ text }) => text)).toEqual(["Starting build...", "[ 50%] Building x.c", "10: WARNING: x"]);
  });
});
