/** `deflint diagnose` as a person and as a program see it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, describe, expect, test } from "vitest";
import { parse } from "#grammar/index.ts";
import { sourceFromText } from "#grammar/source.ts";
import { runCommandLine } from "../../src/cli.ts";
import { addMends } from "../../src/diagnosis/add-mends.ts";
import { CAUSES } from "../../src/diagnosis/causes/index.ts";
import { CAUSE_NAMES } from "../../src/diagnosis/causes/names.ts";
import schema from "../../src/diagnosis/diagnosis.schema.json" with { type: "json" };
import { makeFakeIo } from "../fake-io.ts";
import { buildLogs, diagnoseText, LOGS } from "./logs.ts";

const EMPTY = sourceFromText("");
const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
const directory = mkdtempSync(join(tmpdir(), "deflint-diagnose-"));
afterAll(() => rmSync(directory, { recursive: true }));

async function run(argv: readonly string[], cwd = LOGS): Promise<string> {
  const io = makeFakeIo(cwd);
  expect(await runCommandLine(["diagnose", ...argv], io)).toBe(0);
  expect(io.written.stderr).toBe("");
  return io.written.stdout;
}

describe("text", () => {
  test("says what failed, why, and what to do", async () => {
    expect(await run(["tar-owner-m2.log", "--recipe", "tar-owner-m2.def"])).toBe(`\
tar-owner-m2.log: the build failed while running %post, exit status 2 (mode userns)

tar-owner-m2.def:9:
9 |     tar xf /srv/w.tar

why:  a file cannot be given to another user (ownership-refused)
      log line 13: tar: a: Cannot change ownership to uid 1001, gid 1001: Invalid argument
do:   Only one user exists in this build, so nothing can belong to another. Leave the change of
      owner out, for archives give tar --no-same-owner. Install the fakeroot command on the host,
      with which such changes pass, or ask for a range in /etc/subuid.

--- a/tar-owner-m2.def
+++ b/tar-owner-m2.def
@@ -6,4 +6,4 @@
     cd /srv/w
     echo x > a
     tar --owner=1001 --group=1001 -cf /srv/w.tar a
-    tar xf /srv/w.tar
+    tar xf /srv/w.tar --no-same-owner
`);
  });

  test("names what follows from the root cause in a line of its own", async () => {
    expect(await run(["rpm-m4.log"])).toContain(
      "also: a package's own script failed (scriptlet-failed; log line 14)\n",
    );
  });

  test("shows the last lines where it does not know more", async () => {
    expect(await run(["false-m3.log"])).toContain("The last lines:\n  + echo one\n  one\n");
  });

  test("of a complete build it says so", async () => {
    expect(await run(["ok-m4.log"])).toBe("ok-m4.log: the build is complete\n");
  });

  test("a terminal obeys neither log nor recipe", async () => {
    const evil = "\u001b]0;x\u0007\u001b[2Jcat: \u202e/gone: No such file or directory";
    const log = `INFO:    Starting build...\nINFO:    Running post scriptlet\n+ cat \u001b[2J\n${evil}\u0008\nFATAL:   While performing build: while running engine: exit status 1\n`;
    writeFileSync(join(directory, "evil.log"), log);
    writeFileSync(join(directory, "evil.def"), "Bootstrap: docker\nFrom: x\n%post\n  cat \u001b[2J\n");
    for (const format of ["text", "json"]) {
      const text = await run(["evil.log", "--recipe", "evil.def", "--format", format], directory);
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    }
  });
});

describe("json", () => {
  test.each(buildLogs().map(({ name }) => name))("of %s keeps to its schema", async (name) => {
    const report = JSON.parse(await run([`${name}.log`, "--recipe", `${name}.def`, "--format", "json"]));
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  });

  test("has cause, line, evidence and cure at its top", async () => {
    expect(JSON.parse(await run(["groupadd-m4.log", "--recipe", "groupadd-m4.def", "--format", "json"]))).toMatchObject(
      {
        version: 1,
        outcome: "failed",
        phase: "post",
        mode: "suid-fakeroot",
        cause: "account-files-mounted",
        line: 6,
        evidence: { line: 13, text: "groupadd: failure while writing changes to /etc/group" },
        cure: { kind: "recipe", rule: "DF103", diff: expect.stringContaining("deflint account stub") },
        also: [],
      },
    );
  });
});

describe("trouble", () => {
  test.each([
    [["nowhere.log"], "nowhere.log: no such file"],
    [["."], ".: it is a directory"],
    [["rpm-m4.log", "--recipe", "nowhere.def"], "nowhere.def: does not exist"],
    [["-", "--recipe", "-"], "log and recipe cannot both be read from standard input"],
  ])("%j", async (argv, message) => {
    await expect(runCommandLine(["diagnose", ...argv], makeFakeIo(LOGS))).rejects.toThrow(message);
  });
});

describe("the table of causes", () => {
  test("has an entry for each name but the last resorts, and none without a name", () => {
    const named = new Set(CAUSES.map(({ cause }) => cause));
    expect(CAUSE_NAMES.filter((name) => !named.has(name))).toEqual(["command-failed", "unknown"]);
  });

  test("no sign depends on what was looked at before", () => {
    expect(CAUSES.flatMap(({ signs }) => signs).filter(({ pattern }) => pattern.global || pattern.sticky)).toEqual([]);
  });

  test("every advice is one or a few whole sentences", () => {
    const advices = buildLogs().flatMap(({ text, recipe }) =>
      diagnoseText(text, recipe).causes.map(({ cure }) => cure.advice),
    );
    expect(
      advices.filter((advice) => !/^[A-Z{%\w/-].*\.$|[A-Z]=VALUE.*\.$|`$/s.test(advice) || advice.length > 500),
    ).toEqual([]);
  });

  test.each([
    ["files-quote-panic-m3", 5],
    ["header-panic-m3", 2],
    ["indented-section-m3", 7],
  ])("what Apptainer gives no place of is placed by the rules: %s", (wanted, line) => {
    const log = buildLogs().find(({ name }) => name === wanted);
    const { causes } = addMends(diagnoseText(log?.text ?? "", log?.recipe), log?.recipe.source ?? EMPTY, "r.def");
    expect(causes[0]).toMatchObject({ cause: "definition-rejected", line });
  });

  test("words that a section's line hands to its shell are placed too", () => {
    const source = sourceFromText("Bootstrap: localimage\nFrom: base.sif\n\n%post install\n    true\n");
    const log = [
      "INFO:    Running post scriptlet",
      "/bin/sh: 0: cannot open install: No such file",
      "FATAL:   While performing build: while running engine: while running %post section: exit status 2",
    ];
    const { causes } = addMends(diagnoseText(log.join("\n"), parse(source)), source, "r.def");
    expect(causes[0]).toMatchObject({ cause: "command-failed", line: 4 });
  });

  test("a mend that is named applies to the recipe", () => {
    for (const { name, text, recipe } of buildLogs()) {
      const { causes } = addMends(diagnoseText(text, recipe), recipe.source, `${name}.def`);
      for (const { cure } of causes) if (cure.diff !== undefined) expect(cure.diff).toContain(`--- a/${name}.def`);
    }
    expect(parse(readFileSync(join(LOGS, "rpm-m4.def"), "utf8")).stages.length).toBe(1);
  });
});
