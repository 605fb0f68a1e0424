/** Whether the host's fakeroot command can run in a sandbox that a recipe starts from: both sides are read, not guessed. */
import { readFile, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isOlderGlibc } from "#rules/knowledge/host/fakeroot-command.ts";
import { hasPost } from "#rules/knowledge/images/base-references.ts";
import { within } from "../host/programs.ts";
import type { Check, Obstacle, Question } from "./obstacle.ts";
import { localBasesOf, runsOnHost } from "./stages.ts";

/** Bases from a registry are judged by rule DF301; into a SIF nobody looks so early. */
export const checkLocalGlibc: Check = async (question) => {
  const { document, prepared } = question;
  const { decision } = prepared;
  if (document === undefined || !decision.possible || !/-fakeroot$/.test(decision.mode)) return [];
  const need = await needOfFaked(question);
  if (need === undefined) return [];
  const bases = localBasesOf(question).filter(
    ({ stage }) => hasPost(stage) && !runsOnHost(document, stage.stage.index),
  );
  const found = await Promise.all(
    bases.map(async ({ path, reference }): Promise<Obstacle[]> => {
      const glibc = await glibcOf(path);
      if (glibc === undefined || !isOlderGlibc(glibc, need)) return [];
      return [
        {
          name: "base-glibc-older",
          gravity: "blocking",
          message: `the host's fakeroot command, which runs %post, needs glibc ${need}, and ${reference.image} has ${glibc}: %post ends before its first command`,
          cure:
            decision.mode === "userns-fakeroot"
              ? "build with --ignore-fakeroot-command, or take a base of the host's release or a later one"
              : "take a base of the host's release or a later one",
        },
      ];
    }),
  );
  return found.flat();
};

/** The highest version of glibc whose symbols `faked` asks for; it is bound into the container beside `fakeroot`. */
async function needOfFaked({ prepared: { facts } }: Question): Promise<string | undefined> {
  if (facts.fakeroot === undefined) return undefined;
  const fakeroot = (await within(realpath(facts.fakeroot))) ?? facts.fakeroot;
  const faked = join(dirname(fakeroot), basename(fakeroot).replace(/^fakeroot/, "faked"));
  const text = await within(readFile(faked, "latin1"));
  return [...(text ?? "").matchAll(/\0GLIBC_(\d+\.\d+)(?=[.\d]*\0)/g)]
    .map(([, version]) => version ?? "")
    .sort((a, b) => (isOlderGlibc(a, b) ? 1 : -1))[0];
}

const LIBRARIES = [
  "lib64/libc.so.6",
  "usr/lib64/libc.so.6",
  ...["x86_64", "aarch64", "powerpc64le", "s390x", "riscv64"].map((cpu) => `usr/lib/${cpu}-linux-gnu/libc.so.6`),
  ...["x86_64", "aarch64", "powerpc64le", "s390x", "riscv64"].map((cpu) => `lib/${cpu}-linux-gnu/libc.so.6`),
];

/** The version that the C library of a sandbox says it is; undefined for a SIF, another C library, or an absolute link. */
async function glibcOf(sandbox: string): Promise<string | undefined> {
  for (const library of LIBRARIES) {
    const path = await within(realpath(join(sandbox, library)));
    // A link that leads out of the sandbox leads to the host's library.
    if (path === undefined || !path.startsWith(`${await realpath(sandbox)}/`)) continue;
    const version = /GNU C Library [^\n]*version (\d+\.\d+)/.exec((await within(readFile(path, "latin1"))) ?? "")?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}
