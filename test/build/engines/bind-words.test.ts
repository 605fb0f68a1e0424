import { expect, it } from "vitest";
import { readArguments } from "../../../src/build/command-line/arguments.ts";
import { makePlan } from "../../../src/build/plan/plan.ts";
import { planSpace } from "../../../src/build/plan/space.ts";
import type { Engine } from "../../../src/host/engine.ts";

const PLACE = { totalBytes: 2e11, class: "disk", kind: "ext", writable: true, noexec: false } as const;

function plan(kind: Engine["kind"], version: string | undefined, line = "", tmpdir = "/disk") {
  const args = readArguments([...line.split(" ").filter((word) => word !== ""), "out.sif", "r.def"]);
  if ("problem" in args) throw new Error(args.problem);
  const engine: Engine = { kind, version, program: "/usr/bin/x", suid: undefined };
  const place = (path: string, freeBytes: number) => ({ ...PLACE, path, realPath: path, freeBytes });
  const space = planSpace({
    places: { tmp: place("/tmp", 1e9), varTmp: undefined, tmpdir: place(tmpdir, 1e11), home: undefined, local: [] },
    args,
    env: { TMPDIR: tmpdir },
    mode: "subuid",
    prefix: kind === "apptainer" ? "APPTAINER" : "SINGULARITY",
    engine,
    deletesHostTmp: false,
  });
  return makePlan({
    program: engine.program,
    args,
    prefix: "SINGULARITY",
    cwd: "/",
    mode: "subuid",
    modeReason: "so it is",
    space,
    privateDirectory: space.parent && `${space.parent}/deflint-1`,
    mendedRecipe: undefined,
    recipePath: "r.def",
  });
}

it.each([
  ["apptainer", "1.4.5", ["--mount", "type=bind,source=/disk/deflint-1/tmp,destination=/tmp"]],
  ["apptainer", undefined, ["--mount", "type=bind,source=/disk/deflint-1/tmp,destination=/tmp"]],
  ["singularity-ce", "3.9-9.el8", ["--mount", "type=bind,source=/disk/deflint-1/tmp,destination=/tmp"]],
  ["singularity-ce", "4.2.2", ["--mount", "type=bind,source=/disk/deflint-1/tmp,destination=/tmp"]],
  ["singularity", "3.8.7", ["--bind", "/disk/deflint-1/tmp:/tmp"]],
  ["singularity-ce", undefined, ["--bind", "/disk/deflint-1/tmp:/tmp"]],
] as const)("binds for %s %s", (kind, version, words) => {
  expect(plan(kind, version).argv.slice(1, 3)).toEqual(words);
});

it.each([
  [
    "singularity",
    "3.5.2-1.el7",
    "",
    "/disk",
    "Singularity 3.5.2-1.el7 cannot bind directories in a build (3.8 brought it)",
  ],
  ["singularity-ce", "4.1.2", "--remote", "/disk", "with --remote nothing can be bound"],
  ["singularity-ce", "4.1.2", "--oci", "/disk", "with --oci nothing can be bound"],
  ["singularity", "3.8.7", "", '/a"b', 'a --bind cannot name /a"b'],
  ["apptainer", "1.4.5", "", "/a,b", "$TMPDIR (/a,b) has a comma or colon in its name"],
] as const)("leaves the bind out for %s %s %s below %j, and says so", (kind, version, line, tmpdir, reason) => {
  const made = plan(kind, version, line, tmpdir);
  expect(made.argv).not.toContain("--bind");
  expect(made.argv).not.toContain("--mount");
  expect(made.binds).toEqual([]);
  expect(made.reasons.join("\n")).toContain(reason);
  expect(made.reasons.join("\n")).not.toContain("of %post: a private directory");
});

it("gives the engine another temporary directory where the name of $TMPDIR would be split", () => {
  const made = plan("apptainer", "1.4.5", "", "/a:b");
  expect(made.env).toContainEqual({ name: "SINGULARITY_TMPDIR", value: "/tmp/deflint-1/build" });
  expect(made.reasons.join("\n")).toContain("$TMPDIR (/a:b) has a comma or colon in its name");
});
