/** Lines of logs and the phases that they begin. */
import { describe, expect, test } from "vitest";
import { readLogLine } from "../../src/diagnosis/log-line.ts";
import { phaseOf } from "../../src/diagnosis/phases.ts";

describe("readLogLine", () => {
  test.each([
    ["INFO:    Starting build...", "info", "Starting build..."],
    ["\u001b[34mINFO:   \u001b[0m Starting build...", "info", "Starting build..."],
    ["\u001b[33mWARNING:\u001b[0m nodev", "warning", "nodev"],
    ["ERROR:   unpackSIF failed", "error", "unpackSIF failed"],
    ["ERROR  : 'newuidmap' execution failed.", "error", "'newuidmap' execution failed."],
    ["\u001b[31mFATAL:  \u001b[0m While performing build", "fatal", "While performing build"],
    ["INFO    [U=0,P=2901]       Full()                        Starting build...", "info", "Starting build..."],
    ["DEBUG   [U=0,P=12]         (*stage).run()               x", "debug", "x"],
    ["VERBOSE [U=2001,P=2843]    preRun()                      Implying", "debug", "Implying"],
    ["ERROR: Could not install packages", undefined, "ERROR: Could not install packages"],
    ["+ echo 'INFO:    no tag'", undefined, "+ echo 'INFO:    no tag'"],
    ["  5%\r 50%\r100%\r", undefined, "100%"],
    ["groupadd: failure\r", undefined, "groupadd: failure"],
    ["", undefined, ""],
    ["\r\r", undefined, ""],
    ["\u001b]0;title\u0007text", undefined, "text"],
  ] as const)("%j", (raw, level, text) => {
    expect(readLogLine(raw, 3)).toEqual({ level, text, line: 3 });
  });
});

describe("phaseOf", () => {
  test.each([
    ["INFO:    Starting build...", "fetch"],
    ["INFO:    Extracting local image...", "unpack"],
    ["INFO:    Inserting Singularity configuration...", "unpack"],
    ["INFO:    Running setup scriptlet", "setup"],
    ["INFO:    Copying a b to /x", "files"],
    ["INFO:    Running post scriptlet", "post"],
    ["INFO:    Adding labels", "configure"],
    ["INFO:    Running testscript", "test"],
    ["INFO:    Creating SIF file...", "assemble"],
    ["INFO:    Creating sandbox directory...", "assemble"],
    ["INFO:    Build complete: a.sif", "done"],
    ["Running post scriptlet", undefined],
    ["INFO:    Using cached SIF image", undefined],
    ["WARNING: Running post scriptlet", undefined],
  ] as const)("%j", (raw, phase) => {
    expect(phaseOf(readLogLine(raw, 0))).toBe(phase);
  });
});
