import { describe, expect, it } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import type { Severity } from "#rules/define-rule.ts";
import { chooseExitCode, type Thresholds } from "../../src/commands/check/exit-code.ts";
import { describeTrouble, type FileResult, makeResult, type RunResult } from "../../src/engine/run.ts";
import { makeFinding } from "../findings.ts";

function makeRun(severities: readonly Severity[], more: Partial<FileResult> = {}, stale?: number): RunResult {
  const findings = severities.map((severity) => makeFinding(0, 0, { severity }));
  const file = makeResult("x.def", sourceFromText(""), { findings, suppressed: 0 }, { hygiene: false });
  return {
    target: { engine: "apptainer", mode: "suid-fakeroot", today: "2026-11-22" },
    files: [{ ...file, ...more }],
    hygieneShown: false,
    ...(stale !== undefined && { stale }),
  };
}

describe("chooseExitCode", () => {
  it.each<[string, Severity[], Thresholds, number]>([
    ["nothing", [], {}, 0],
    ["an info", ["info"], {}, 0],
    ["a warning", ["info", "warning"], {}, 1],
    ["an error", ["error"], {}, 1],
    ["an info that fails", ["info"], { failOn: "info" }, 1],
    ["a warning under --fail-on info", ["warning"], { failOn: "info" }, 1],
    ["a warning under --fail-on error", ["warning"], { failOn: "error" }, 0],
    ["an error under --fail-on error", ["error"], { failOn: "error" }, 1],
    ["as many warnings as may be", ["warning", "warning"], { maxWarnings: 2 }, 0],
    ["one more", ["warning", "warning", "warning"], { maxWarnings: 2 }, 1],
    ["no warning allowed", ["warning"], { maxWarnings: 0 }, 1],
    ["an error among allowed warnings", ["warning", "error"], { maxWarnings: 9 }, 1],
    ["allowed warnings under --fail-on info", ["warning"], { failOn: "info", maxWarnings: 1 }, 0],
    ["an info among allowed warnings", ["warning", "info"], { failOn: "info", maxWarnings: 1 }, 1],
    ["too many warnings under --fail-on error", ["warning", "warning"], { failOn: "error", maxWarnings: 1 }, 1],
    ["no fix", [], { exitNonZeroOnFix: true }, 0],
  ])("%s", (_what, severities, thresholds, exitCode) => {
    expect(chooseExitCode(makeRun(severities), thresholds)).toBe(exitCode);
  });

  it("fails on a fix where that is asked for", () => {
    const run = makeRun([], { fixed: [{}] as unknown as FileResult["fixed"] });
    expect([chooseExitCode(run, {}), chooseExitCode(run, { exitNonZeroOnFix: true })]).toEqual([0, 1]);
  });

  it("fails on stale entries of a baseline, whatever the thresholds", () => {
    expect([0, 1].map((stale) => chooseExitCode(makeRun([], {}, stale), { failOn: "error" }))).toEqual([0, 1]);
  });

  it("puts trouble above all", () => {
    const run = makeRun(["error"], {}, 1);
    const trouble = describeTrouble("y.def", { kind: "unreadable", message: "does not exist" });
    expect(chooseExitCode({ ...run, files: [...run.files, trouble] }, { failOn: "error" })).toBe(2);
  });
});
