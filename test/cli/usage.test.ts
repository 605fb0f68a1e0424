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
    [["--dif", "x.def"], "unknown option '--dif' (Did you mean --diff?)"],
    [["--mode", "sudo", "x.def"], "Allowed choices are root, subuid"],
    [["--format", "xml", "x.def"], "Allowed choices are text, json"],
    [["--fix", "--diff", "x.def"], "give one of them"],
    [["--diff", "--format", "json", "x.def"], "takes no --format"],
    [["--build-arg", "novalue", "x.def"], "not of the form K=V"],
    [["--build-arg", "=1", "x.def"], "not of the form K=V"],
    [["--build-arg"], "argument missing"],
    [["--build-arg-file", "/nonexistent", "x.def"], "cannot be read: no such file"],
    [["explain"], "missing required argument"],
    [["explain", "DF101", "more"], "too many arguments"],
    [["rules", "--format", "yaml"], "Allowed choices"],
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
    expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it("prints the version", async () => {
    expect(await run("--version")).toMatchObject({ exitCode: 0, stdout: `${packageJson.version}\n` });
  });
});
