/** Logs of real builds outside of this repository: the outcome and the cause of each. */
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { diagnose } from "../../src/diagnosis/diagnose.ts";
import { readLogFile } from "../../src/diagnosis/read-log.ts";

const LAB_LOGS = resolve(
  process.env["DEFLINT_APPTAINER_LAB"] ?? join(import.meta.dirname, "../../../shared/apptainer-lab"),
  "logs",
);
const hasLogs = existsSync(LAB_LOGS);
if (!hasLogs)
  console.error(`\n!!! SKIPPED: no logs in ${LAB_LOGS}. Set DEFLINT_APPTAINER_LAB to a folder with logs/.\n`);

/** Those that are no complete builds: the root cause and the 1-based line that shows it. */
const NOT_COMPLETE: Readonly<Record<string, readonly [string | undefined, number | undefined]>> = {
  "enospc.log": ["no-space-in-tmp", 10],
  // No build: an image is run.
  "exec_sif.log": [undefined, undefined],
  "m4_seed.log": ["account-files-mounted", 11],
  "nouserns_subuid.log": ["no-fakeroot-mode", 2],
  "seed.log": ["account-files-mounted", 12],
  "x-glibc-sid-bookworm.log": ["host-glibc-newer", 7],
  "x-m4-bob.log": ["target-exists", 12],
  "x-m4-enospc.log": ["no-space-in-tmp", 13],
  "x-m4-glibc-bullseye.log": ["host-glibc-newer", 10],
  "x-m4-glibc.log": ["host-glibc-newer", 10],
  "x-m4-ignorefake.log": ["no-fakeroot-mode", 4],
  "x-mini-root.log": ["image-unreachable", 2],
  "x-musl-like.log": ["base-without-glibc", 7],
  "x-seed-mini.log": ["account-files-mounted", 12],
  "x-tmp-own.log": ["no-space-in-build-dir", 6],
};

/** What a log's name says of the mode, where the log itself can tell. */
function modeInName(name: string): string | undefined {
  if (/m4|mode4/.test(name)) return "suid-fakeroot";
  if (/mode3/.test(name)) return "userns-fakeroot";
  return /mode2/.test(name) ? "userns" : undefined;
}

describe.skipIf(!hasLogs)("logs of the lab", () => {
  const names = hasLogs ? readdirSync(LAB_LOGS).filter((name) => name.endsWith(".log")) : [];

  test("there are some", () => expect(names.length).toBeGreaterThan(50));

  test.each(names)("%s", async (name) => {
    const { outcome, causes, mode } = diagnose(await readLogFile(join(LAB_LOGS, name)), undefined);
    const failure = NOT_COMPLETE[name];
    const expected = failure === undefined ? "complete" : failure[0] === undefined ? "cut" : "failed";
    expect([outcome, causes[0]?.cause, causes[0]?.evidence.line]).toEqual([expected, failure?.[0], failure?.[1]]);
    if (name.includes("seed") && failure !== undefined) expect(causes[1]?.cause).toBe("scriptlet-failed");
    const told = modeInName(name);
    if (told !== undefined && name !== "x-m4-ignorefake.log") expect(mode).toBe(told);
  });
});
