import { expect, it } from "vitest";
import { readArguments } from "../../../src/build/command-line/arguments.ts";
import { objectionToEngine } from "../../../src/build/engines/objection.ts";
import type { Engine } from "../../../src/host/engine.ts";

function engine(kind: Engine["kind"], version: string | undefined): Engine {
  return { kind, version, program: "/usr/bin/x", suid: undefined };
}

function given(line: string) {
  const args = readArguments([...line.split(" ").filter((word) => word !== ""), "out.sif", "r.def"]);
  if ("problem" in args) throw new Error(args.problem);
  return args;
}

it.each([
  ["apptainer", "1.4.5", "--reproducible", "--reproducible came with Apptainer 1.5, and /usr/bin/x is Apptainer 1.4.5"],
  ["apptainer", "1.0.3", "--userns", "--userns came with Apptainer 1.1, and /usr/bin/x is Apptainer 1.0.3"],
  ["apptainer", "1.4.5", "--builder u", "--builder is a flag of SingularityCE, and /usr/bin/x is Apptainer 1.4.5"],
  [
    "singularity-ce",
    "4.1.2",
    "--ignore-subuid",
    "--ignore-subuid is a flag of Apptainer, and /usr/bin/x is SingularityCE 4.1.2",
  ],
  [
    "singularity",
    "3.8.7",
    "--build-arg A=1",
    "--build-arg came with SingularityCE 4.0, and /usr/bin/x is Singularity 3.8.7",
  ],
  [
    "singularity",
    "3.5.2-1.el7",
    "-B /a:/b",
    "--bind came with Singularity 3.8, and /usr/bin/x is Singularity 3.5.2-1.el7",
  ],
  ["singularity", "3.8.7", "--mount a=b", "--mount came with SingularityCE 3.9, and /usr/bin/x is Singularity 3.8.7"],
  [
    "singularity",
    "2.6.1-dist",
    "",
    "/usr/bin/x is Singularity 2.6.1-dist, which is too old: deflint build drives Apptainer 1.0 and Singularity 3.3 and what came after them",
  ],
] as const)("refuses %s %s %s", (kind, version, line, sentence) => {
  expect(objectionToEngine(engine(kind, version), given(line))).toBe(sentence);
});

it.each([
  ["apptainer", "1.5.0-rc.1", "--reproducible -B /a:/b --mount x"],
  ["apptainer", undefined, "--reproducible"],
  ["singularity-ce", "4.1.2", "--build-arg A=1 --mount x --authfile f --oci -r -d --keep-layers"],
  ["singularity-ce", "3.11.4-1", "--no-setgroups --fakeroot --fix-perms"],
  ["singularity", "3.8.7", "-B /a:/b --nv --fix-perms -f"],
  ["singularity", "3.3.0", "-sF --fakeroot --notest --section post --tmpdir /x"],
] as const)("lets %s %s have %s", (kind, version, line) => {
  expect(objectionToEngine(engine(kind, version), given(line))).toBeUndefined();
});
