/** The completion scripts in the shells themselves, at a terminal that util-linux's script makes. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { SHELLS, type Shell } from "../../src/completion/shells.ts";
import { main } from "../../src/main.ts";
import { makeFakeIo } from "../fake-io.ts";

const directory = mkdtempSync(join(tmpdir(), "deflint-completion-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const CASES = [
  ["deflint diag", "deflint diagnose "],
  ["deflint --fail-on w", "deflint --fail-on warning "],
  ["deflint --mode=pr", "deflint --mode=proot "],
  ["deflint check --select DF101,pip-f", "deflint check --select DF101,pip-fills-tmp"],
  ["deflint explain service-m", "deflint explain service-manager "],
  ["deflint build --mks", "deflint build --mksquashfs-args"],
  ["deflint my-re", "deflint my-recipe.def "],
  ["deflint build my-re", "deflint build my-recipe.def "],
] as const;

const START: Readonly<Record<Exclude<Shell, "fish">, readonly [string, string]>> = {
  bash: ["bash --norc --noprofile -i", "source deflint.bash; PS1='READY'$'> '"],
  zsh: ["zsh -f -i", "autoload -U compinit; compinit -u -D; source deflint.zsh; PROMPT='READY''> '"],
};

async function writeScript(shell: Shell): Promise<void> {
  const io = makeFakeIo(directory);
  await main(["completion", shell], io);
  writeFileSync(join(directory, `deflint.${shell}`), io.written.stdout);
  writeFileSync(join(directory, "my-recipe.def"), "");
}

/** What stands on the command line after `typed` and a tab. */
async function complete(shell: Exclude<Shell, "fish">, typed: string): Promise<string> {
  const [command, setup] = START[shell];
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    cwd: directory,
    env: { PATH: process.env["PATH"], TERM: "dumb", HOME: directory, LC_ALL: "C" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  let seen = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    seen += text;
  });
  const waitFor = async (isThere: () => boolean) => {
    for (let tries = 0; tries < 500 && !isThere(); tries++) await new Promise((done) => setTimeout(done, 20));
    return seen;
  };
  try {
    await waitFor(() => seen !== "");
    child.stdin.write(`${setup}\n`);
    await waitFor(() => seen.includes("READY> "));
    seen = "";
    child.stdin.write(`${typed}\t`);
    let before = "";
    await waitFor(() => {
      const isStill = seen.length > typed.length && seen === before;
      before = seen;
      return isStill;
    });
    return seen.replace(/\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\x07/g, "");
  } finally {
    child.kill();
  }
}

for (const shell of SHELLS) {
  const missing = [shell, "script"].filter((name) => spawnSync(name, ["--version"]).error !== undefined);
  if (missing.length > 0)
    process.stderr.write(`\nSKIPPED: completion in ${shell}, since there is no ${missing.join(", no ")} here.\n\n`);
  describe.skipIf(missing.length > 0)(`completion in ${shell}`, () => {
    it.each(CASES)("%s", async (typed, expected) => {
      await writeScript(shell);
      if (shell !== "fish") {
        expect(await complete(shell, typed)).toContain(expected);
        return;
      }
      const script = `source deflint.fish; complete -C ${JSON.stringify(typed)}`;
      const offered = execFileSync("fish", ["-c", script], {
        cwd: directory,
        encoding: "utf8",
        env: { ...process.env, HOME: directory },
      });
      const [first = ""] = offered.split(/[\t\n]/);
      expect(`${typed.replace(/\S*$/, "")}${first} `).toContain(expected);
    });
  });
}
