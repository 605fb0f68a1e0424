/** What a failed build is tried again with. */
import { expect, it } from "vitest";
import { secondTry } from "../../src/build/second-try.ts";
import type { Cure, Diagnosis } from "../../src/diagnosis/diagnosis.ts";

const FAKEROOT: Cure = { kind: "flag", advice: "Leave it out.", flags: ["--ignore-fakeroot-command"] };
const MKSQUASHFS: Cure = { kind: "flag", advice: "Take less.", flags: ["--mksquashfs-args", "-mem 1G"] };
const STUB: Cure = { kind: "recipe", advice: "Stub them.", rule: "DF103" };

function diagnosed(...cures: readonly Cure[]): Diagnosis {
  return {
    outcome: "failed",
    phase: "post",
    mode: "suid-fakeroot",
    engine: undefined,
    exitStatus: 1,
    causes: cures.map((cure) => ({ cause: "command-failed", line: 5, evidence: { line: 1, text: "" }, cure })),
    range: undefined,
    lastLines: [],
  };
}

const engineOf = (version: string) => ({ kind: "apptainer", program: "/bin/apptainer", version, suid: true }) as const;
const prepared = (mode: "root" | "suid-fakeroot", version = "1.4.5") =>
  ({ mode, facts: { engine: engineOf(version) } }) as Parameters<typeof secondTry>[1];

it.each([
  ["a flag", diagnosed(FAKEROOT), "suid-fakeroot", "1.4.5", ["--retry"], ["--ignore-fakeroot-command"]],
  [
    "a flag that was given",
    diagnosed(FAKEROOT),
    "suid-fakeroot",
    "1.4.5",
    ["--ignore-fakeroot-command=true"],
    undefined,
  ],
  ["a flag of a later version", diagnosed(MKSQUASHFS), "suid-fakeroot", "1.3.6", [], undefined],
  ["a flag with a value", diagnosed(MKSQUASHFS), "suid-fakeroot", "1.4.0", [], ["--mksquashfs-args", "-mem 1G"]],
  ["a mend for the mode it ran in", diagnosed(STUB), "root", "1.4.5", [], ["--mode", "suid-fakeroot"]],
  ["a mend that it had", diagnosed(STUB), "suid-fakeroot", "1.4.5", [], undefined],
  ["only what cures the root", diagnosed({ kind: "none", advice: "" }, FAKEROOT), "root", "1.4.5", [], undefined],
  ["nothing known", diagnosed(), "root", "1.4.5", [], undefined],
] as const)("tries again with %s", (_what, diagnosis, mode, version, argv, words) => {
  const again = secondTry({ diagnosis, text: "", json: {} }, prepared(mode, version), argv);
  expect(again?.words).toEqual(words);
});
