import { expect, it } from "vitest";
import { decideMode, type ModeFacts, type ModeFlags } from "../../src/host/mode.ts";

const FLAGS: ModeFlags = {
  ignoreSubuid: false,
  ignoreUserns: false,
  ignoreFakerootCommand: false,
  userns: false,
  fakeroot: false,
  remote: false,
};
const RANGE = { start: 100000, count: 65536 };

function facts(
  change: Partial<ModeFacts> & { suid?: boolean; kind?: "singularity-ce" | "singularity"; version?: string } = {},
): ModeFacts {
  const { suid = false, kind = "apptainer", version = "1.4.5", ...rest } = change;
  return {
    uid: 1000,
    user: "ann",
    engine: { kind, program: "/usr/bin/apptainer", version, suid },
    subuid: null,
    subgid: null,
    userns: true,
    newuidmap: "ready",
    newgidmap: "ready",
    fakeroot: "/usr/bin/fakeroot-sysv",
    proot: undefined,
    ...rest,
  };
}

it.each([
  ["root", { uid: 0 }, {}],
  ["subuid", { subuid: RANGE, subgid: RANGE }, {}],
  ["subuid", { subuid: RANGE, subgid: RANGE, newuidmap: "missing", suid: true }, {}],
  ["userns-fakeroot", {}, {}],
  ["userns-fakeroot", { subuid: RANGE, subgid: RANGE }, { ignoreSubuid: true }],
  ["userns", { fakeroot: undefined }, {}],
  ["userns", {}, { ignoreFakerootCommand: true }],
  ["suid-fakeroot", { userns: false, suid: true }, {}],
  ["suid-fakeroot", { suid: true }, { ignoreUserns: true }],
  ["suid-fakeroot", { userns: undefined }, {}],
  ["proot", { kind: "singularity-ce", version: "4.1.2", proot: "/opt/proot" }, {}],
  ["proot", { kind: "singularity-ce", version: "3.11.4-1", proot: "/opt/proot", subuid: RANGE, subgid: RANGE }, {}],
  ["subuid", { kind: "singularity-ce", version: "4.1.2", subuid: RANGE, subgid: RANGE }, { fakeroot: true }],
  ["subuid", { kind: "singularity", version: "3.8.7", subuid: RANGE, subgid: RANGE }, { fakeroot: true }],
  // The setuid part maps the range itself and needs no permission for the namespace.
  [
    "subuid",
    {
      kind: "singularity",
      version: "3.8.7",
      suid: true,
      subuid: RANGE,
      subgid: RANGE,
      userns: false,
      newuidmap: "missing",
    },
    { fakeroot: true },
  ],
  ["root", { kind: "singularity-ce", version: "4.1.2" }, { remote: true }],
] as const)("decides for %s: %j %j", (mode, change, flags) => {
  expect(decideMode(facts(change), { ...FLAGS, ...flags })).toMatchObject({ possible: true, mode });
});

it.each([
  [
    "/etc/subuid mapping found but no user namespace available for fakeroot",
    { subuid: RANGE, subgid: RANGE, userns: false },
    {},
  ],
  ["could not use fakeroot: no mapping entry found in /etc/subgid for ann", { subuid: RANGE }, {}],
  ["newuidmap was not found in PATH", { subuid: RANGE, subgid: RANGE, newuidmap: "missing" }, {}],
  ["'newgidmap' execution failed", { subuid: RANGE, subgid: RANGE, newgidmap: "powerless" }, {}],
  [
    "Building from a definition file requires root or some kind of fake root",
    { userns: false, suid: true, fakeroot: undefined },
    {},
  ],
  [
    "Building from a definition file requires root or some kind of fake root",
    { userns: false, suid: true },
    { ignoreFakerootCommand: true },
  ],
  ["requires either a suid installation or unprivileged user namespaces", { userns: false }, {}],
  [
    "requires either a suid installation or unprivileged user namespaces",
    { userns: false, suid: true },
    { userns: true },
  ],
  ["--remote, --fakeroot, or the proot command are required", { kind: "singularity-ce", version: "4.1.2" }, {}],
  // --fakeroot is never implied, a range or not.
  [
    "--remote, --fakeroot, or the proot command are required",
    { kind: "singularity-ce", version: "4.2.2", subuid: RANGE, subgid: RANGE },
    {},
  ],
  ["You must be the root user", { kind: "singularity-ce", version: "3.10.5", proot: "/opt/proot" }, {}],
  ["You must be the root user", { kind: "singularity", version: "3.8.7", proot: "/opt/proot" }, {}],
  ["no mapping entry found in /etc/subuid for ann", { kind: "singularity", version: "3.8.7" }, { fakeroot: true }],
  [
    "no mapping entry found in /etc/subgid for ann",
    { kind: "singularity", version: "3.8.7", subuid: RANGE },
    { fakeroot: true },
  ],
  [
    "newuidmap was not found in PATH",
    { kind: "singularity", version: "3.8.7", subuid: RANGE, subgid: RANGE, newuidmap: "missing" },
    { fakeroot: true },
  ],
  [
    "Failed to create user namespace",
    { kind: "singularity", version: "3.8.7", subuid: RANGE, subgid: RANGE, userns: false },
    { fakeroot: true },
  ],
  ["You must be the root user", { version: "1.0.3" }, {}],
] as const)("foresees: %s", (fatal, change, flags) => {
  const decision = decideMode(facts(change), { ...FLAGS, ...flags });
  expect(decision).toMatchObject({
    possible: false,
    fatal: expect.stringContaining(fatal),
    cure: expect.stringMatching(/\w/),
  });
});

it("never calls a build impossible for want of a fact", () => {
  const unknown = {
    uid: undefined,
    engine: undefined,
    subuid: undefined,
    subgid: undefined,
    userns: undefined,
    fakeroot: undefined,
  };
  expect(decideMode(facts(unknown), FLAGS)).toMatchObject({ possible: true, mode: "suid-fakeroot" });
});
