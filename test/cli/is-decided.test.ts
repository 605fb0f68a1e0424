import { describe, expect, it } from "vitest";
import { rules } from "#rules/index.ts";
import { isDecided } from "../../src/commands/check/is-decided.ts";
import { EVERY_RULE, type RuleChoice } from "../../src/engine/choice.ts";
import type { LintOptions } from "../../src/engine/lint.ts";

const options: LintOptions = { rules, target: { engine: "apptainer", mode: "suid-fakeroot", today: "2026-11-22" } };
const without = (code: string): RuleChoice => ({
  choose: (all) => all.filter(({ meta }) => meta.code !== code),
  adjust: (finding) => (finding.code === code ? undefined : finding),
});
const shellcheck = () => [];

describe("isDecided", () => {
  it.each<[string, string, LintOptions, boolean]>([
    ["a rule that was asked", "DF101", options, true],
    ["a rule of another mode", "DF101", { ...options, target: { ...options.target, mode: "root" } }, false],
    ["a rule that is switched off", "DF101", { ...options, choice: without("DF101") }, false],
    ["a rule beside one that is switched off", "DF102", { ...options, choice: without("DF101") }, true],
    ["a rule that needs facts of a host", "DF301", options, false],
    ["a rule that hangs on which others are asked", "DF901", options, false],
    ["a rule that is no more", "DF999", options, true],
    ["ShellCheck, not asked", "SC2086", options, false],
    ["ShellCheck", "SC2086", { ...options, shellcheck, choice: EVERY_RULE }, true],
    ["an unwanted code of ShellCheck's", "SC2086", { ...options, shellcheck, choice: without("SC2086") }, false],
  ])("%s", (_what, code, given, decided) => {
    expect(isDecided(code, given)).toBe(decided);
  });
});
