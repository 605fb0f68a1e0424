/** The packed extension: what is in it, and what its commands do with the deflint of this tree. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isRecipeName } from "../../../src/files/recipe-names.ts";
import { type Home, makeHome } from "../../home.ts";
import { RECIPE } from "../recipe.ts";
import { installTools } from "./extension-package.ts";
import { type FakeOptions, loadExtension } from "./fake-vscode.ts";
import { packExtension } from "./vsix.ts";

const isInstalled = installTools();

describe.skipIf(!isInstalled)("the VS Code extension", () => {
  let home: Home;
  let files: ReadonlyMap<string, string>;
  let manifest: ReturnType<typeof JSON.parse>;
  const read = (path: string): string => files.get(`extension/${path.replace(/^\.\//, "")}`) ?? "";

  beforeAll(async () => {
    home = makeHome();
    files = await packExtension(home.directory);
    manifest = JSON.parse(read("package.json"));
  });
  afterAll(() => home.remove());

  const load = (more: Partial<FakeOptions> = {}) =>
    loadExtension({
      code: read("dist/extension.cjs"),
      isTrusted: true,
      settings: { path: `${home.directory}/bin/deflint` },
      path: home.write("app.def", "nothing of this is read"),
      text: RECIPE,
      ...more,
    });

  it("is packed with all that it names, and nothing else", () => {
    const { main, contributes } = manifest;
    const named = [main, ...contributes.grammars.map(({ path }: { path: string }) => path)];
    named.push(
      ...contributes.languages.flatMap(({ configuration }: { configuration?: string }) => configuration ?? []),
    );
    for (const path of [...named, "LICENSE.txt", "readme.md"]) expect(read(path), path).not.toBe("");
    const packed = [...files.keys()].filter((path) => path.startsWith("extension/"));
    expect(packed).toHaveLength(named.length + 3);
    expect(JSON.parse(read(contributes.grammars[0].path)).scopeName).toBe(contributes.grammars[0].scopeName);
  });

  it("takes for recipes by name what deflint does, but .def, which needs a look inside", () => {
    const [own, ...others] = manifest.contributes.languages;
    const isOf = (name: string, language: typeof own): number =>
      Math.max(
        0,
        ...(language.filenames ?? []).filter((known: string) => known === name).map(() => 1000),
        ...(language.filenamePatterns ?? []).flatMap((glob: string) => (matches(name, glob) ? glob.length : [])),
        ...(language.extensions ?? []).filter((ending: string) => name.endsWith(ending)).map(() => 1),
      );
    const names = ["Apptainer", "Singularity.gpu", "Apptainer.1.2", "x.apptainer", "x.singularity", "Singularity.md"];
    for (const name of [
      ...names,
      "Apptainer.build.py",
      "x.txt",
      "MySingularity",
      "Singularity.sh",
      "Apptainer.a.txt",
    ]) {
      const isOurs = isOf(name, own) > Math.max(...others.map((other: typeof own) => isOf(name, other)));
      expect([name, isOurs]).toEqual([name, isRecipeName(name)]);
    }
    const firstLine = new RegExp(own.firstLine);
    expect(["Bootstrap: docker", "LIBRARY fft", "#define X"].map((line) => firstLine.test(line))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it("has a problem matcher that reads the concise format", () => {
    home.write("app.def", RECIPE);
    const output = home.run("sh", ["-c", "deflint --format concise --hygiene app.def || test $? = 1"]);
    const { regexp } = manifest.contributes.problemMatchers[0].pattern;
    const seen = output.split("\n").flatMap((line) => new RegExp(regexp).exec(line)?.slice(1, 6).join(" ") ?? []);
    expect(seen).toEqual(expect.arrayContaining(["app.def 5 5 error DF103", "app.def 6 17 warning DF201"]));
    expect(seen.length).toBe(output.split("\n").filter((line) => line.startsWith("app.def:")).length);
  });

  it("registers the commands that it declares", async () => {
    const code = load();
    await code.activate();
    const declared = manifest.contributes.commands.map(({ command }: { command: string }) => command);
    expect([...code.commands.keys()].sort()).toEqual(declared.sort());
  });

  it("starts nothing in a workspace that is not trusted, and lets no workspace name the program", async () => {
    const code = load({ isTrusted: false, settings: { path: "/nowhere" } });
    await code.activate();
    for (const name of ["deflint.previewMend", "deflint.explain", "deflint.showReading", "deflint.fixAll"])
      await code.commands.get(name)?.();
    expect(new Set(code.said)).toEqual(new Set(["deflint is a program, and runs in trusted workspaces only."]));
    expect([code.executed, code.shown]).toEqual([[], []]);
    expect(manifest.contributes.configuration.properties["deflint.path"].scope).toBe("machine");
  });

  it("shows what Apptainer reads in the editor's text", async () => {
    const code = load();
    await code.activate();
    await code.commands.get("deflint.showReading")?.();
    expect(code.said).toEqual([]);
    expect(JSON.parse(code.textOf(code.shown[0]))).toMatchObject({ ok: true });
    expect(code.textOf(code.shown[0])).toContain("useradd app");
  });

  it("previews the mended text", async () => {
    const code = load();
    await code.activate();
    await code.commands.get("deflint.previewMend")?.();
    expect(code.said).toEqual([]);
    const [command, now, mended] = code.executed[0] ?? [];
    expect([command, String(now)]).toEqual(["vscode.diff", `file://${home.directory}/app.def`]);
    expect(code.textOf(mended)).toMatch(/deflint account stub[\s\S]*useradd app\n/);
    const clean = load({ text: "Bootstrap: docker\nFrom: docker.io/library/debian:12\n" });
    await clean.activate();
    await clean.commands.get("deflint.previewMend")?.();
    expect(clean.said).toEqual(["There is nothing that a safe fix would change."]);
  });

  it("explains the rule at the cursor, and says when the program is missing", async () => {
    const range = { start: { line: 4 }, end: { line: 4 }, contains: () => true };
    const diagnostics = [{ source: "deflint", code: { value: "DF103" }, range }];
    const code = load({ diagnostics });
    await code.activate();
    await code.commands.get("deflint.explain")?.();
    expect(code.executed[0]?.[0]).toBe("markdown.showPreviewToSide");
    expect(code.textOf(code.executed[0]?.[1])).toMatch(/^# DF103 account-command/);
    const missing = load({ diagnostics, settings: { path: "/nowhere/deflint" } });
    await missing.activate();
    await missing.commands.get("deflint.explain")?.();
    expect(missing.said).toEqual(["There is no /nowhere/deflint; the setting deflint.path names the program."]);
  });
});

/** VS Code's globs, as far as the extension uses them. */
function matches(name: string, glob: string): boolean {
  return new RegExp(`^${glob.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(name);
}
