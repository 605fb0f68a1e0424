/** Whether the images can run on this machine's processor. */
import { open, readdir } from "node:fs/promises";
import { valuesOf } from "../build/command-line/arguments.ts";
import { isSif } from "../files/magic.ts";
import { within } from "../host/programs.ts";
import type { Check, Obstacle } from "./obstacle.ts";
import { localBasesOf } from "./stages.ts";

/** Go's names, which --arch takes, and those of uname(1). */
const MACHINES: Readonly<Record<string, string>> = {
  amd64: "x86_64",
  arm64: "aarch64",
  ppc64le: "ppc64le",
  s390x: "s390x",
  riscv64: "riscv64",
};

/** The codes in a SIF's header. Source: sif, pkg/sif/arch.go. */
const SIF_CODES: Readonly<Record<string, string>> = {
  "02": "x86_64",
  "04": "aarch64",
  "06": "ppc64le",
  "10": "s390x",
  "11": "riscv64",
};

/** Never blocks: the kernel may have been told of an emulator in a way that is not seen from here. */
export const checkArchitecture: Check = async (question) => {
  const { arch } = question.prepared.facts;
  if (arch === undefined || !Object.values(MACHINES).includes(arch)) return [];
  const wanted = valuesOf(question.args, "arch").at(-1);
  const asked = wanted === undefined ? undefined : MACHINES[wanted];
  const found: Obstacle[] = [];
  if (asked !== undefined && asked !== arch && !(await hasEmulator(asked)))
    found.push(describe("--arch asks for", asked, arch));
  for (const { path, reference } of localBasesOf(question)) {
    const own = await within(archOfSif(path));
    if (own !== undefined && own !== arch && !(await hasEmulator(own)))
      found.push(describe(`${reference.image} was made for`, own, arch));
  }
  return found;
};

function describe(what: string, other: string, arch: string): Obstacle {
  return {
    name: "foreign-architecture",
    gravity: "warning",
    message: `${what} ${other}, and this machine is ${arch}: without an emulator %post fails with "exec format error"`,
    cure: `build on a machine with ${other}, or have qemu-user with its binfmt entries installed`,
  };
}

async function archOfSif(path: string): Promise<string | undefined> {
  const file = await open(path, "r");
  try {
    const head = Buffer.alloc(48);
    await file.read(head, 0, head.length, 0);
    return isSif(head) ? SIF_CODES[head.toString("latin1", 45, 47)] : undefined;
  } finally {
    await file.close();
  }
}

async function hasEmulator(machine: string): Promise<boolean> {
  const entries = await within(readdir("/proc/sys/fs/binfmt_misc"));
  return (entries ?? []).some((name) => name.startsWith("qemu-") && name.includes(machine));
}
