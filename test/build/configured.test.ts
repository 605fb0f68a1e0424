import { expect, it, vi } from "vitest";
import { runBuild } from "../../src/commands/build.ts";
import { makeBuildServices } from "../../src/commands/mend.ts";
import { makeHost } from "./building-host.ts";

vi.mock("../../src/host/places.ts", async (original) => ({
  ...(await original<typeof import("../../src/host/places.ts")>()),
  probePlace: (await import("./building-host.ts")).probeRoomyPlace,
}));

const RECIPE = "Bootstrap: docker\nFrom: docker.io/library/rockylinux:{{ V }}\n%post\n    rpm -i unbound-libs.rpm\n";

/** Makes the plan of a build of that recipe beside this configuration. */
async function plan(configuration: string, ...words: readonly string[]) {
  const host = makeHost("exit 9");
  host.write("r.def", RECIPE);
  host.write("deflint.toml", configuration);
  host.write("other.toml", 'ignore = ["all"]\n');
  const argv = ["--dry-run", "--mode", "suid-fakeroot", ...words, "out.sif", "r.def"];
  const exitCode = await runBuild(argv, host.io, makeBuildServices(host.io));
  return { exitCode, out: host.out(), err: host.err() };
}

it("hands on the build arguments that the recipe refers to and the command line does not give", async () => {
  const configuration = '[build-args]\nV = "8,\\"10"\nUNUSED = "x"\n';
  const { out } = await plan(configuration);
  expect(out).toContain(`--build-arg '"V=8,""10"'`);
  expect(out).not.toMatch(/UNUSED|DF019|DF023/);
  const given = (await plan(configuration, "--build-arg", "V=9")).out;
  expect(given).toContain("--build-arg V=9");
  expect(given).not.toContain('8,""10');
});

it("asks, mends and trusts as it is configured", async () => {
  const args = '[build-args]\nV = "8.10"\n';
  expect((await plan(args)).out).toContain("\nRecipe: mended (DF101)");
  expect((await plan(`ignore = ["fakeroot"]\n${args}`)).out).toContain("\nRecipe: nothing mended; nothing remains");
  expect((await plan(`[fix]\nnever = ["DF101"]\n${args}`)).out).toContain("\nRecipe: nothing mended; 1 error remains");
  expect((await plan(`[severity]\nDF101 = "info"\n[fix]\nnever = ["DF101"]\n${args}`)).out).toContain(
    "; 1 info remains",
  );
  expect((await plan(`trusted-registries = ["quay.io/site/"]\n${args}`)).out).toContain("DF307");
});

it("builds on this host, whatever the configuration is for", async () => {
  const { out } = await plan('[target]\nmode = "proot"\n[build-args]\nV = "8.10"\n', "--mode", "host");
  expect(out).toContain("\n  mode ");
  expect(out).not.toContain("proot");
  // Nothing is faked by proot that DF101 could be about.
  expect((await plan('[target]\nmode = "proot"\n[build-args]\nV = "8.10"\n')).out).toContain("mended (DF101)");
});

it("takes --config and --isolated, and stops at what is wrong", async () => {
  const args = 'ignore = ["DF101"]\n[build-args]\nV = "8.10"\n';
  expect((await plan(args, "--isolated", "--build-arg", "V=8.10")).out).toContain("\nRecipe: mended (DF101)");
  expect((await plan("", "--config", "other.toml")).out).toContain("\nRecipe: nothing mended; nothing remains");
  expect(await plan("x = 1\n")).toMatchObject({
    exitCode: 2,
    err: "deflint build: deflint.toml:1: there is no key x\n",
  });
});
