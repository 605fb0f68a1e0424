/** The live view over real Apptainer, on a pseudo-terminal that util-linux's script makes. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeTerminalText } from "../../src/build/progress/terminal-text.ts";
import { makeTerminal } from "../build/progress/terminal-model.ts";
import { sayLoudly, writeRecipe } from "./lab.ts";
import { useLab } from "./use-lab.ts";

const { lab, hasLab } = await useLab();
const hasScript = hasLab && (await lab.run("script", ["--version"], { cwd: "/tmp" })).code === 0;
if (hasLab && !hasScript) sayLoudly("Nothing was looked at on a terminal: the tree has no script (util-linux).");

const COLUMNS = 70;
const POST = [
  "echo one; printf half; sleep 0.4; echo ' and half'",
  "for i in 1 2; do",
  "    sleep 0.6",
  "done",
  "printf '\\033]0;owned\\007\\033[2J\\033[31mred\\033[0m \\377\\n'",
  // More than the screen has rows.
  `printf '%s\\n' ${Array.from({ length: 40 }, (_, at) => at).join(" ")}`,
  "dd if=/dev/zero of=/tmp/fill bs=1M count=50 2>/dev/null; sleep 1.2",
];

/** Runs deflint on a terminal; `before` stands in front of its words. */
async function onTerminal(cwd: string, before: string, words: string) {
  const command = `stty cols ${COLUMNS} rows 24; ${before} ${dirname(cwd)}/node ${dirname(cwd)}/dist/cli.cjs build --sandbox ${words}`;
  const env = { TMPDIR: join(cwd, "tmpdir"), TERM: "xterm-256color" };
  const ran = await lab.run("script", ["-qec", command, "/dev/null"], { cwd, env });
  const terminal = makeTerminal(COLUMNS);
  terminal.write(ran.text);
  const log = readFileSync(join(cwd, "out.deflint/build.log"));
  const plain = makeTerminal(COLUMNS);
  plain.write(makeTerminalText().take(log.toString()));
  return { ...ran, screen: terminal.lines(), wraps: terminal.wraps(), log, plain: plain.lines() };
}

describe.skipIf(!hasScript)("on a terminal", () => {
  it("shows phase, command and line while it builds, and leaves what Apptainer printed and a summary", async () => {
    const cwd = lab.directory();
    writeRecipe(cwd, "r.def", POST);
    const { code, text, screen, wraps, log, plain } = await onTerminal(cwd, "", "out r.def");
    expect(text).toContain("[unpacking the base image]");
    expect(text).toMatch(/\[running %post\] \d+ s, memory \d+ MiB, temporary space/);
    expect(text).toContain("  r.def:7  sleep 0.6");
    expect(text).toContain("  r.def:11  sleep 1.2");
    // deflint's own words come before and after; the screen is Apptainer's in between.
    const first = screen.indexOf(plain[0] ?? "");
    expect(screen.slice(first, first + plain.length)).toEqual(plain);
    expect(screen.slice(first + plain.length)[0]).toBe("deflint build: the image is complete");
    expect(screen.join("\n")).toMatch(/\n {2}time +\d+ s: .*post \d+ s.*\n {2}memory +\d+ MiB at the most\n/);
    expect(screen.join("\n")).not.toContain("[running %post]");
    expect(log.toString("latin1")).toContain("\x1b]0;owned\x07\x1b[2J\x1b[31mred\x1b[0m \xff\n");
    expect(log.toString()).not.toContain("[running");
    expect({ code, wraps }).toEqual({ code: 0, wraps: true });
    const report = JSON.parse(readFileSync(join(cwd, "out.deflint/report.json"), "utf8"));
    // Others write to that disk, and delete.
    expect(report.statistics.peakTempBytes).toEqual(expect.any(Number));
    expect(report.statistics.peakMemoryBytes).toBeGreaterThan(10 * 2 ** 20);
  });

  it("leaves nothing behind when it is interrupted", async () => {
    const cwd = lab.directory();
    writeRecipe(cwd, "r.def", ["echo begun", "sleep 60"]);
    const { text, screen, plain } = await onTerminal(cwd, "timeout --foreground -s INT 10", "out r.def");
    expect(text).toContain("  r.def:6  sleep 60");
    const first = screen.indexOf(plain[0] ?? "");
    expect(screen.slice(first, first + plain.length)).toEqual(plain);
    expect(screen[first + plain.length]).toContain("deflint build: ended by SIGINT");
    expect(lab.processesIn(cwd)).toEqual([]);
    expect(readdirSync(join(cwd, "tmpdir"))).toEqual([]);
  });

  it("shows no view with --no-progress", async () => {
    const cwd = lab.directory();
    writeRecipe(cwd, "r.def", ["sleep 1"]);
    const { code, text } = await onTerminal(cwd, "", "--no-progress out r.def");
    expect(text).not.toContain("[running %post]");
    expect(text).not.toContain("\x1b[?7l");
    expect(code).toBe(0);
  });
});
