import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { renderBash } from "../../src/completion/bash.ts";
import { renderFish } from "../../src/completion/fish.ts";
import { describeProgram } from "../../src/completion/model.ts";
import { SHELLS } from "../../src/completion/shells.ts";
import { renderZsh } from "../../src/completion/zsh.ts";
import { main } from "../../src/main.ts";
import { makeFakeIo } from "../fake-io.ts";
import { makeTemporaryDirectory } from "../temporary-directory.ts";

async function run(...argv: readonly string[]) {
  const io = makeFakeIo("/");
  const exitCode = await main(argv, io);
  return { exitCode, ...io.written };
}

const bash = (await run("completion", "bash")).stdout;

/** What bash offers for the last of these words, as readline parts them. */
function offer(words: readonly string[], cwd = "/"): string[] {
  const script = `${bash}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_deflint deflint "\${COMP_WORDS[COMP_CWORD]}" "\${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const argv = ["--norc", "-c", script, "bash", "deflint", ...words];
  return execFileSync("bash", argv, { cwd, encoding: "utf8" }).trim().split("\n");
}

describe("deflint completion", () => {
  it.each(SHELLS)("prints a script for %s", async (shell) => {
    const { exitCode, stdout, stderr } = await run("completion", shell);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain("write-baseline");
    expect(stdout).toContain("suid-fakeroot");
    expect(stdout).toContain("mksquashfs-args");
    expect(stdout.match(/pip-fills-tmp/g)?.length).toBeGreaterThan(0);
  });

  it("refuses other shells in one line", async () => {
    const { exitCode, stderr } = await run("completion", "tcsh");
    expect(exitCode).toBe(2);
    expect(stderr).toBe("deflint: tcsh is none of bash, zsh, fish\n");
  });

  it.each<[string, string[], string[]]>([
    ["a command", ["diag"], ["diagnose"]],
    ["a flag of check", ["--write-b"], ["--write-baseline"]],
    ["a flag of check behind a recipe", ["x.def", "--hyg"], ["--hygiene"]],
    ["a flag of the program", ["--vers"], ["--version"]],
    ["no flag of the program behind a command", ["check", "--vers"], [""]],
    ["a choice", ["--fail-on", "w"], ["warning"]],
    ["a choice behind an equals sign", ["--mode", "=", "pr"], ["proot"]],
    ["every choice behind an equals sign", ["--fail-on", "="], ["error", "warning", "info"]],
    ["a format", ["check", "--format", "sar"], ["sarif"]],
    ["the formats of another command", ["host", "--format", ""], ["text", "json", "toml"]],
    ["a rule by its code", ["explain", "DF201"], ["DF201"]],
    ["a rule by its name", ["explain", "pip-f"], ["pip-fills-tmp"]],
    ["a family", ["--select", "fake"], ["fakeroot", "fakeroot-environment-reset"]],
    ["the last of several rules", ["--ignore", "DF101,DF20"], [1, 2, 3, 4, 5].map((digit) => `DF101,DF20${digit}`)],
    ["a flag of build", ["build", "--log"], ["--log-dir"]],
    ["a flag of Apptainer's", ["build", "--mks"], ["--mksquashfs-args"]],
    ["a shell", ["completion", "z"], ["zsh"]],
    ["nothing for what cannot be known", ["--tmp-size", ""], [""]],
    ["nothing behind a word of build, where bash offers files", ["build", "b"], [""]],
  ])("offers %s in bash", (_what, words, offered) => {
    expect(offer(words)).toEqual(offered);
  });

  it("offers files beside commands, whatever they are called", () => {
    const cwd = makeTemporaryDirectory();
    mkdirSync(join(cwd, "parts of $it"));
    writeFileSync(join(cwd, "parse me.def"), "");
    expect(offer(["par"], cwd).sort()).toEqual(["parse", "parse me.def", "parts of $it"].sort());
    expect(offer(["build", "--log-dir", "p"], cwd)).toEqual(["parts of $it"]);
  });
});

describe("completion scripts", () => {
  const odd = new Command("deflint").helpCommand(false);
  odd.command("check").description("it's [odd]: a `b` $(c) \\ d").option("--odd <file>", "it's [odd]: a `b` $(c) \\ d");

  it.each([
    ["bash", renderBash],
    ["zsh", renderZsh],
    ["fish", renderFish],
  ])("keep odd descriptions in quotes: %s", (shell, render) => {
    const rule = { code: "DF101", name: "a-rule", summary: "it's \\ [x]: $(y)" };
    const script = render({ program: describeProgram(odd), rules: [rule], groups: ["all"] });
    const bare = script.replace(shell === "fish" ? /'(?:\\.|[^'\\])*'/g : /'[^']*'|\\'/g, "");
    expect(bare).not.toContain("$(c)");
    expect(bare).not.toContain("$(y)");
  });

  it("are not made where the value of a flag is not known", () => {
    const command = new Command("deflint");
    command.command("check").option("--new <thing>", "new");
    expect(() => describeProgram(command)).toThrow("nothing is known of <thing>");
  });
});
