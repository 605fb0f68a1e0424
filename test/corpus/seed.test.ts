/** The recipe that started it all: CSC's PyTorch container, as it was before its author mended it by hand, and its kin. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { main } from "../../src/main.ts";
import { makeFakeIo } from "../fake-io.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";
import { CORPUS, hasCorpus } from "./corpus.ts";

interface JsonFinding {
  readonly code: string;
  readonly severity: string;
  readonly range: { readonly start: { readonly line: number } };
}

const recipe = (id: string) => readFileSync(join(CORPUS, "recipes", `${id}.def`), "utf8");

/** The seed without the two lines that stub groupadd and useradd. */
function unmended(): string {
  const text = recipe("0724");
  const without = text.replace(/^ *cp \/usr\/bin\/true \/usr\/sbin\/(?:groupadd|useradd)\n/gm, "");
  expect(text.split("\n").length - without.split("\n").length).toBe(2);
  return without;
}

describe.skipIf(!hasCorpus)("the seed", () => {
  let directory: string;
  beforeEach(() => {
    directory = makeTemporaryDirectory();
  });

  async function deflint(...argv: string[]): Promise<{ code: number; out: string }> {
    const io = makeFakeIo(directory);
    const code = await main(argv, io);
    return { code, out: io.written.stdout };
  }

  async function findingsOf(...argv: string[]): Promise<JsonFinding[]> {
    const { out } = await deflint("--format", "json", ...argv);
    return JSON.parse(out).files.flatMap((file: { findings: JsonFinding[] }) => file.findings);
  }

  const write = (text: string) => writeFileSync(join(directory, "pytorch.def"), text);
  const read = () => readFileSync(join(directory, "pytorch.def"), "utf8");

  test("without its stubs: one DF101 at the upgrade, DF201 at pip, no error", async () => {
    write(unmended());
    const lines = unmended().split("\n");
    const findings = await findingsOf("pytorch.def");
    const rpm = findings.filter(({ code }) => code === "DF101");
    expect(rpm.map(({ severity, range }) => [severity, lines[range.start.line]?.trim()])).toEqual([
      ["warning", "dnf -y upgrade"],
    ]);
    const pip = findings.filter(({ code }) => code === "DF201");
    expect(pip.length).toBeGreaterThan(0);
    for (const { severity, range } of pip) {
      expect(severity).toBe("warning");
      expect(lines[range.start.line]).toMatch(/\bpip3? install\b/);
    }
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  test("the diff puts the stub before the first dnf, and git and patch take it", async () => {
    write(unmended());
    const { code, out } = await deflint("--diff", "pytorch.def");
    expect(code).toBe(1);
    for (const [program, args] of [
      ["git", ["apply"]],
      ["patch", ["-p1", "--dry-run"]],
    ] as const) {
      const folder = join(directory, program);
      mkdirSync(folder);
      writeFileSync(join(folder, "pytorch.def"), unmended());
      if (program === "git") spawnSync("git", ["init", "-q"], { cwd: folder });
      const applied = spawnSync(program, args, { cwd: folder, input: out, encoding: "utf8" });
      expect(applied.stderr + applied.stdout).not.toMatch(/error|fail|reject/i);
      expect(applied.status).toBe(0);
    }
    const mended = readFileSync(join(directory, "git", "pytorch.def"), "utf8");
    expect(mended.indexOf("/proc/self/mounts")).toBeGreaterThan(mended.indexOf("%post"));
    expect(mended.indexOf("/proc/self/mounts")).toBeLessThan(mended.indexOf("dnf install"));
  });

  test("after --fix nothing of DF101 is left, and a second --fix changes nothing", async () => {
    write(unmended());
    await deflint("--fix", "pytorch.def");
    const once = read();
    expect((await findingsOf("pytorch.def")).filter(({ code }) => code === "DF101")).toEqual([]);
    await deflint("--fix", "pytorch.def");
    expect(read()).toBe(once);
  });

  test.each(["0724", "0256", "0257", "0258", "0260", "0276"])(
    "%s, mended by hand: no error of family 1, no warning of the rules that such a recipe has cured",
    async (id) => {
      write(recipe(id));
      const findings = await findingsOf("pytorch.def");
      const cured = findings.filter(({ code }) => /^DF1(?:01|02|16|19)$/.test(code));
      expect(cured.filter(({ severity }) => severity !== "info")).toEqual([]);
      expect(findings.filter(({ code }) => code === "DF101")).toEqual([]);
      expect(findings.filter(({ code, severity }) => code.startsWith("DF1") && severity === "error")).toEqual([]);
    },
  );
});
