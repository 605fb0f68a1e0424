import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, it } from "vitest";
import { describeMissingEngine } from "../../../src/build/engines/missing.ts";
import { nameOf } from "../../../src/build/engines/names.ts";
import { findProgram } from "../../../src/files/find-program.ts";
import { isAtLeast, probeEngine } from "../../../src/host/engine.ts";
import { ask, askWithin, describeStartError } from "../../../src/host/programs.ts";
import { isAlive, makeFakeHost, until } from "../fake-host.ts";

const probe = (host: ReturnType<typeof makeFakeHost>, asking = ask) =>
  probeEngine((name) => findProgram(name, host.env["PATH"]), asking, host.env);

it.each([
  ["apptainer", "apptainer version 1.4.5", "Apptainer 1.4.5", "apptainer"],
  ["apptainer", "singularity-ce version 4.1.2-1.el9", "SingularityCE 4.1.2-1.el9", "singularity-ce"],
  ["singularity", "apptainer version 1.3.2-1.el9", "Apptainer 1.3.2-1.el9", "apptainer"],
  ["singularity", "singularity version 3.8.7", "Singularity 3.8.7", "singularity"],
  ["singularity", "singularity version 3.5.2-1.el7", "Singularity 3.5.2-1.el7", "singularity"],
  ["singularity", "singularity-pro version 3.9-9.el8", "SingularityPRO 3.9-9.el8", "singularity-ce"],
  ["singularity", "2.6.1-dist", "Singularity 2.6.1-dist", "singularity"],
  ["singularity", "Welcome to the cluster\nsingularity-ce version 3.11.4", "SingularityCE 3.11.4", "singularity-ce"],
])("knows %s that says %j as %s", async (program, says, name, kind) => {
  const host = makeFakeHost();
  host.write("says", says);
  host.program(
    program,
    `[ "$1" = --version ] || exit 1; while read -r l || [ "$l" ]; do echo "$l"; done < ${host.cwd}/says`,
  );
  const engine = await probe(host);
  expect(engine).toMatchObject({ kind });
  expect(engine && nameOf(engine)).toBe(name);
  expect(engine).not.toHaveProperty("silence");
});

it.each([
  ["exit 3", "ended with exit code 3"],
  ["exit 0", "printed nothing"],
  ["echo 'usage: singularity [game]'", 'printed "usage: singularity [game]"'],
  [
    "while :; do echo 0123456789012345678901234567890123456789012345678901234567890; done",
    "printed more than any answer has",
  ],
  ["kill -SEGV $$", "was ended by SIGSEGV"],
])("says what an engine did that runs %j instead of telling its version", async (script, silence) => {
  const host = makeFakeHost();
  host.program("apptainer", script);
  expect(await probe(host)).toMatchObject({ kind: "apptainer", version: undefined, silence });
});

it("says that the interpreter of an engine is missing", async () => {
  const host = makeFakeHost();
  host.program("apptainer", "");
  writeFileSync(join(host.cwd, "bin/apptainer"), "#!/nonexistent/sh\n");
  expect(await probe(host)).toMatchObject({
    unstartable: true,
    silence: "could not be started: the interpreter that it names is missing",
  });
});

it("waits for a hanging engine no longer than it is told, and ends what it started", async () => {
  const host = makeFakeHost();
  host.program("apptainer", `echo $$ >> ${host.cwd}/pids; /bin/sleep 1000 & echo $! >> ${host.cwd}/pids; wait`);
  const began = Date.now();
  expect(await probe(host, askWithin(800))).toMatchObject({ silence: "did not answer within 0.8 seconds" });
  expect(Date.now() - began).toBeLessThan(4000);
  const pids = readFileSync(join(host.cwd, "pids"), "utf8").trim().split("\n");
  expect(pids).toHaveLength(4);
  await until(() => !pids.some(isAlive));
});

it.each([
  ["1.4.5", "1.4", true],
  ["1.5.0-rc.1", "1.5", true],
  ["3.9-9.el8", "3.9", true],
  ["3.10.2", "3.9", true],
  ["2.6.1-dist", "3.3", false],
  [undefined, "1.0", undefined],
  ["HEAD", "1.0", undefined],
])("counts %s against %s: %s", (version, wanted, expected) => {
  expect(isAtLeast(version, wanted)).toBe(expected);
});

it("tells why no engine is found", () => {
  const host = makeFakeHost();
  const bin = join(host.cwd, "bin");
  expect(describeMissingEngine({})).toContain("PATH is empty");
  expect(describeMissingEngine({ PATH: "" })).toContain("PATH is empty");
  expect(describeMissingEngine({ PATH: bin })).toContain("neither apptainer nor singularity is on PATH");
  expect(describeMissingEngine({ PATH: bin, "BASH_FUNC_singularity%%": "() { :; }" })).toContain(
    "singularity is a function of your shell",
  );
  writeFileSync(join(bin, "singularity"), "", { mode: 0o644 });
  expect(describeMissingEngine({ PATH: `/nonexistent:${bin}` })).toContain(
    `${bin}/singularity is there, but you may not execute it`,
  );
  const path = relative(process.cwd(), bin);
  expect(describeMissingEngine({ PATH: path })).toContain(`by a relative path (${path}): write the whole path there`);
  mkdirSync(join(bin, "apptainer"));
  expect(describeMissingEngine({ PATH: bin })).toContain(`${bin}/apptainer is a directory`);
});

it("tells a missing interpreter from a working directory that is gone", () => {
  const error = Object.assign(new Error(), { code: "ENOENT" });
  expect(describeStartError(error, "/")).toBe("the interpreter that it names is missing");
  expect(describeStartError(error, "/nonexistent/x")).toBe("the working directory /nonexistent/x is gone");
  expect(describeStartError(Object.assign(new Error(), { code: "EACCES" }))).toBe("permission denied");
});
