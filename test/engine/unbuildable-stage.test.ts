/** A stage whose base cannot be made in the target mode is told one thing: that. */
import { expect, test } from "vitest";
import { sourceFromText } from "#grammar/source.ts";
import type { BuildMode } from "#rules/define-rule.ts";
import { rules } from "#rules/index.ts";
import { lint } from "../../src/engine/lint.ts";
import { makeTarget } from "../../src/engine/target.ts";

const STAGES = `Bootstrap: yum
OSVersion: 9
MirrorURL: http://repo.almalinux.org/almalinux/%{OSVERSION}/BaseOS/x86_64/os/
Stage: one

%post
    useradd one
    sed -i 's/a/b/' /etc/hosts

Bootstrap: docker
From: rockylinux/rockylinux:9.5
Stage: two

%post
    useradd two
`;

const codesIn = (mode: BuildMode, line: (line: number) => boolean): string[] => {
  const source = sourceFromText(STAGES);
  return lint(source, { rules, target: makeTarget(mode) })
    .filter(({ code, range }) => code.startsWith("DF1") && line(source.positionAt(range.start).line))
    .map(({ code }) => code);
};

test("where the agent fails, no hazard of fakeroot in the stage's scripts is told", () => {
  expect(codesIn("suid-fakeroot", (line) => line < 9)).toEqual(["DF115"]);
});

test("another stage of the recipe keeps its findings", () => {
  expect(codesIn("suid-fakeroot", (line) => line >= 9)).toContain("DF103");
});

test("where the agent works, they are told", () => {
  const codes = codesIn("subuid", (line) => line < 9);
  expect(codes).not.toContain("DF115");
  expect(codes).toContain("DF113");
});
