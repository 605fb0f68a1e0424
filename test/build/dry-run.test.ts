import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import type { Finding } from "#rules/define-rule.ts";
import { runBuild } from "../../src/commands/build.ts";
import { makeError, makeHost, RECIPE } from "./building-host.ts";
import { makeFakeHost, makeServices } from "./fake-host.ts";
import { stubMend } from "./stub-mend.ts";

vi.mock("../../src/host/places.ts", async (original) => ({
  ...(await original<typeof import("../../src/host/places.ts")>()),
  probePlace: (await import("./building-host.ts")).probeRoomyPlace,
}));

it("shows the plan of a dry run and does nothing", async () => {
  const host = makeHost("echo it ran; exit 9");
  host.write("r.def", RECIPE.replace("x.rpm", "\u001b[31mx.rpm"));
  const before = readdirSync(host.cwd);
  const args = ["--dry-run", "--build-arg", "A=it's", "--docker-password", "secret", "out.sif", "r.def"];
  const mend = (...given: Parameters<typeof stubMend>) => ({ ...stubMend(...given), diff: "+\u001b[31mred\n" });
  expect(await runBuild(args, host.io, makeServices({ mend }))).toBe(0);
  expect(readdirSync(host.cwd)).toEqual(before);
  expect(readdirSync(join(host.cwd, "tmpdir"))).toEqual([]);
  expect(host.out()).toContain("engine                apptainer 1.4.5");
  expect(host.out()).toContain("newuidmap, newgidmap  missing, missing\n");
  expect(host.out()).toContain("Recipe: mended (DF101); nothing remains\n");
  expect(host.out()).toContain("mode ");
  expect(host.out()).toContain(
    "  the image is made in .out.sif.deflint-XXXXXX and put in the place of out.sif once it is complete\n",
  );
  expect(host.out()).toContain("\\x1b[31mred");
  expect(host.out()).not.toContain("\u001b");
  expect(host.out()).not.toContain("secret");
  expect(host.out()).toContain("--build-arg 'A=it'\\''s' --docker-password '***'");
  expect(host.out()).toMatch(
    /tmpdir\/deflint-XXXXXX\/tmp,destination=\/tmp .* \.(out\.sif)\.deflint-XXXXXX\/\1 \.\1\.deflint-XXXXXX\/\1\.deflint\/recipe\.def\n/,
  );
  expect(host.err()).toBe("");
});

it("shows in the plan what the mend leaves", async () => {
  const host = makeHost("exit 9");
  const plan = async (left: readonly Finding[], recipe: string) => {
    host.write("r.def", recipe);
    const before = host.out().length;
    const services = makeServices({ mend: (...given) => ({ ...stubMend(...given), findings: left }) });
    expect(await runBuild(["--dry-run", "out.sif", "r.def"], host.io, services)).toBe(0);
    return host.out().slice(before);
  };
  const info = { ...makeError("DF902"), severity: "info" } as const;
  const both = await plan([makeError("DF901"), info, info], "Bootstrap: docker\nFrom: x\n");
  expect(both).toContain("\nRecipe: nothing mended; 1 error, 2 infos remain\n\nr.def: DF901 is wrong\nr.def: DF902 is");
  expect(await plan([info], RECIPE)).toMatch(
    /\nRecipe: mended \(DF101\); 1 info remains\n\n\+[\s\S]*\nout.sif.deflint/,
  );
  expect(await plan([], "")).toContain("\nRecipe: nothing mended; nothing remains\n\nCommand");
  expect(host.err()).toBe("");
  expect(await runBuild(["--dry-run", "out.sif", "docker://alpine"], host.io, makeServices())).toBe(0);
  expect(host.out()).toContain("\nRecipe: passed on unread, since it is no definition file\n");
});

it.each([
  [undefined, "not set"],
  ["rel", "rel: no absolute path, so it is left alone"],
  ["/nonexistent/x", "/nonexistent/x: not there, or it does not answer"],
])("tells a $TMPDIR of %s in the plan", async (value, said) => {
  const host = makeHost("exit 9");
  delete host.env["TMPDIR"];
  if (value !== undefined) host.env["TMPDIR"] = value;
  expect(await runBuild(["--dry-run", "out.sif", "r.def"], host.io, makeServices())).toBe(0);
  expect(host.out()).toContain(`  $TMPDIR               ${said}\n`);
});

it("plans without an engine, and refuses to build without one", async () => {
  const host = makeFakeHost();
  host.write("r.def", RECIPE);
  expect(await runBuild(["--dry-run", "--mode", "suid-fakeroot", "out.sif", "r.def"], host.io, makeServices())).toBe(0);
  expect(host.out()).toContain("neither apptainer nor singularity is on PATH");
  expect(host.out()).toMatch(/out.sif.deflint\/recipe.def\n {2}no engine on PATH: this could not be run here\n$/);
  expect(await runBuild(["out.sif", "r.def"], host.io, makeServices())).toBe(2);
  expect(host.err()).toMatch(
    /^deflint build: neither apptainer nor singularity is on PATH, so nothing can be built: .*module\n$/,
  );
});
