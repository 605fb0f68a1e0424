import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import { runBuild } from "../../../src/commands/build.ts";
import { makeHost, WORDS } from "../building-host.ts";
import { type FakeHost, makeFakeHost, makeServices } from "../fake-host.ts";

vi.mock("../../../src/host/places.ts", async (original) => ({
  ...(await original<typeof import("../../../src/host/places.ts")>()),
  probePlace: (await import("../building-host.ts")).probeRoomyPlace,
}));

/** A host whose only engine is `singularity`, which says what it is. */
function makeSingularityHost(says: string): FakeHost {
  const host = makeFakeHost();
  host.program(
    "singularity",
    `case $1 in --version) echo "${says}"; exit;; buildcfg) echo SINGULARITY_SUID_INSTALL=0; exit;; esac\n${WORDS}`,
  );
  host.write("r.def", "Bootstrap: docker\nFrom: x\n\n%post\n    true\n");
  return host;
}

it.each([
  ["2.6.1-dist", [], "is Singularity 2.6.1-dist, which is too old"],
  ["singularity version 3.8.7", ["--build-arg", "A=1"], "--build-arg came with SingularityCE 4.0"],
  ["singularity-ce version 4.1.2", ["--ignore-subuid"], "--ignore-subuid is a flag of Apptainer"],
])("starts no %s with %j", async (says, flags, sentence) => {
  const host = makeSingularityHost(says);
  expect(await runBuild([...flags, "out.sif", "r.def"], host.io, makeServices())).toBe(2);
  expect(host.out()).toBe("");
  expect(host.err()).toMatch(/^deflint build: .*\n$/);
  expect(host.err()).toContain(sentence);
});

it.each(["#!/nonexistent/sh\n", "#!/\n"])(
  "says that an engine of %j cannot be started, and nothing else",
  async (text) => {
    const host = makeHost("exit 0");
    writeFileSync(join(host.cwd, "bin/apptainer"), text);
    expect(await runBuild(["out.sif", "r.def"], host.io, makeServices())).toBe(2);
    expect(host.err()).toMatch(/^deflint build: \S+\/bin\/apptainer could not be started: .*\n$/);
  },
);

it.each(["apptainer", "singularity"])("takes %s for what it says it is", async (name) => {
  const host = makeSingularityHost("singularity-ce version 4.1.2");
  host.program(name, "case $1 in --version) echo apptainer version 1.4.5;; esac");
  expect(await runBuild(["--dry-run", "--userns", "out.sif", "r.def"], host.io, makeServices())).toBe(0);
  expect(host.out()).toContain(`apptainer 1.4.5, ${host.cwd}/bin/${name}`);
});

it("builds with proot where SingularityCE finds it", async () => {
  const host = makeSingularityHost("singularity-ce version 4.1.2");
  host.program("proot", "exit 0");
  expect(await runBuild(["--dry-run", "out.sif", "r.def"], host.io, makeServices())).toBe(0);
  expect(host.out()).toContain(
    process.getuid?.() === 0
      ? "mode root"
      : `mode proot: SingularityCE without --fakeroot: %post runs under ${host.cwd}`,
  );
});
