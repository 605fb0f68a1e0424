import { describe, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { main } from "../../src/main.ts";
import { makeFakeIo } from "../fake-io.ts";

async function run(...argv: readonly string[]) {
  const io = makeFakeIo("/");
  const exitCode = await main(argv, io);
  return { exitCode, ...io.written };
}

describe("usage", () => {
  it.each([
    [[], "no path given"],
    [["--dif", "x.def"], "there is no --dif; did you mean --diff?"],
    [["--mode", "sudo", "x.def"], "--mode sudo is none of root, subuid"],
    [["--format", "xml", "x.def"], "--format xml is none of text, concise, json"],
    [["-v"], "there is no -v; did you mean -V?"],
    [["--nonsense", "x.def"], "there is no --nonsense; deflint check --help lists the flags"],
    [["fix", "x.def"], "fix does not exist; did you mean deflint --fix x.def?"],
    [["diff", "x.def"], "did you mean deflint --diff x.def?"],
    [["lint", "x.def"], "did you mean deflint x.def?"],
    [["biuld", "o.sif", "x.def"], "did you mean deflint build o.sif x.def?"],
    [["--fix", "--diff", "x.def"], "give one of them"],
    [["--diff", "--format", "json", "x.def"], "takes no --format"],
    [["--build-arg", "novalue", "x.def"], "not of the form K=V"],
    [["--build-arg", "=1", "x.def"], "not of the form K=V"],
    [["--build-arg"], "--build-arg takes a value: --build-arg K=V"],
    [["--build-arg-file", "/nonexistent", "x.def"], "cannot be read: no such file"],
    [["explain"], "explain takes a rule: deflint explain DF101"],
    [["explain", "DF101", "more"], "explain takes one word and got 2"],
    [["rules", "--format", "yaml"], "--format yaml is none of text, json"],
  ])("%j is refused in one line", async (argv, message) => {
    const { exitCode, stdout, stderr } = await run(...argv);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^deflint: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });

  it.each([
    [["--help"]],
    [["-h"]],
    [["check", "--help"]],
    [["explain", "--help"]],
    [["rules", "-h"]],
    [["help"]],
    [["help", "explain"]],
  ])("%j prints help", async (argv) => {
    const { exitCode, stdout, stderr } = await run(...argv);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain("Usage: deflint");
    expect(stdout).not.toContain("default: []");
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it("names every command with its words, and where the flags of check are", async () => {
    const { stdout } = await run("--help");
    expect(stdout).toContain("\n  build [options] IMAGE RECIPE ");
    expect(stdout).toContain("\n  explain [options] <rule> ");
    expect(stdout).toContain("deflint check --help lists the flags of check");
  });

  it("prints the version", async () => {
    expect(await run("--version")).toMatchObject({ exitCode: 0, stdout: `${packageJson.version}\n` });
  });
});
