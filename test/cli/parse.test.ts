import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { main } from "../../src/main.ts";
import { makeFakeIo } from "../fake-io.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

const GOOD =
  "Bootstrap: docker\nFrom: a:{{ V }}\nStage: one\n\n%arguments\n    V=1\n%files from one\n    a b c\n%labels\n    A x y\n%post -c /bin/bash\n    true\n\n";

async function run(files: Record<string, string>, ...argv: string[]) {
  const directory = makeTemporaryDirectory();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const io = makeFakeIo(directory);
  return { code: await main(["parse", ...argv], io), ...io.written };
}

describe("deflint parse", () => {
  test("prints an outline", async () => {
    const { code, stdout } = await run({ "a.def": GOOD }, "a.def");
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        "a.def",
        '  stage 1 "one", lines 1-12',
        "    Bootstrap: docker",
        "    From: a:{{ V }}",
        "    Stage: one",
        "    %arguments, lines 5-6",
        "      V = 1",
        "    %files from one, lines 7-8",
        "      a -> b -> c",
        "    %labels, lines 9-10",
        "      A = x y",
        "    %post -c /bin/bash, lines 11-12",
        "    {{ V }} in line 2",
        "  Apptainer takes it",
        "",
      ].join("\n"),
    );
  });

  test("prints one object for one recipe, with byte offsets", async () => {
    const { code, stdout } = await run({ "a.def": "# é\nBootstrap: docker\nFrom: a\n" }, "--format", "json", "a.def");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, stages: [{ start: 5, length: 26 }], build: { ok: true } });
  });

  test("prints an object a line, with its path, for several", async () => {
    const { code, stdout } = await run(
      { "a.def": GOOD, "b.def": "%posst\n x\n" },
      "--format",
      "json",
      "a.def",
      "b.def",
    );
    expect(code).toBe(1);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { path: "a.def", ok: true },
      { path: "b.def", ok: false, errorKind: "invalid-section", invalidSections: ["posst"] },
    ]);
  });

  test("puts build arguments in, and says which were not used", async () => {
    const { stdout } = await run(
      { "a.def": GOOD },
      "--format",
      "json",
      "--build-arg",
      "V=2",
      "--build-arg",
      "W=3",
      "a.def",
    );
    expect(JSON.parse(stdout).build).toEqual({ ok: true, consumedArgs: ["V"], unusedArgs: ["W"] });
  });

  test("a value may make a section, and the second parse may refuse it", async () => {
    const text = "Bootstrap: docker\nFrom: a\n%post\n{{ X }}\n";
    const { code, stdout } = await run({ "a.def": text }, "--format", "json", "--build-arg", "X=%foo", "a.def");
    expect(code).toBe(1);
    expect(JSON.parse(stdout).build).toMatchObject({ ok: false, phase: "reparse" });
  });

  test("leaves out of directories what the configuration excludes", async () => {
    const files = { "a.def": GOOD, "b.def": GOOD, "deflint.toml": "exclude = ['b.def']\n", "none.toml": "" };
    expect((await run(files, ".")).stdout).not.toContain("b.def");
    expect((await run(files, "--isolated", ".")).stdout).toContain("b.def");
    expect((await run(files, "--config", "none.toml", ".")).stdout).toContain("b.def");
    expect((await run(files, "b.def")).stdout).toContain("b.def");
    expect(await run({ ...files, "deflint.toml": "x = 1\n" }, ".")).toMatchObject({
      code: 2,
      stderr: "deflint: deflint.toml:1: there is no key x\n",
    });
  });

  test("says why a recipe is refused, and goes on where one cannot be read", async () => {
    const { code, stdout, stderr } = await run({ "b.def": "From a\n%post\n" }, "gone.def", "b.def");
    expect(code).toBe(2);
    expect(stdout).toContain("Apptainer refuses it: failed to parse deffile header: header key From a had no val");
    expect(stderr).toBe("deflint: gone.def: does not exist\n");
  });
});
