/** Whether this host can build a definition file at all. */
import { readFile } from "node:fs/promises";
import { findProgram } from "../files/find-program.ts";
import { isAtLeast } from "../host/engine.ts";
import { within } from "../host/programs.ts";
import { isSwitchedOn } from "./engine-settings.ts";
import type { Check, Question } from "./obstacle.ts";
import { STANDARD_PATH } from "./standard-path.ts";

/** Images and URIs need no fakeroot mode, and without an engine there is none to speak of. */
export const checkFakerootMode: Check = async (question) => {
  const { decision, facts, recipe } = question.prepared;
  const { engine } = facts;
  if (engine === undefined || decision.possible) return [];
  if (recipe === undefined && !isSwitchedOn("fakeroot", question)) return [];
  const isCertain = recipe !== undefined && (await isBeyondDoubt(question));
  const name = engine.kind === "apptainer" ? "Apptainer" : "Singularity";
  return [
    {
      name: "no-fakeroot-mode",
      gravity: isCertain ? "blocking" : "warning",
      message: `${isCertain ? "" : "as it looks from here "}${name} will stop with: FATAL: ${decision.fatal}`,
      cure: decision.cure,
    },
  ];
};

/**
 * A security profile may allow Apptainer what it forbids to the probe; what other engines than Apptainer 1.1 and later do was
 * not run; and helpers may stand where PATH does not lead.
 */
async function isBeyondDoubt(question: Question): Promise<boolean> {
  const { facts } = question.prepared;
  const { engine } = facts;
  if (engine?.kind !== "apptainer" || isAtLeast(engine.version, "1.1") !== true || engine.suid === undefined)
    return false;
  const hidden = ["newuidmap", "newgidmap", "fakeroot", "fakeroot-sysv"].some(
    (name) => findProgram(name, question.io.env.PATH) === undefined && findProgram(name, STANDARD_PATH) !== undefined,
  );
  if (hidden) return false;
  if (facts.userns !== false || isSwitchedOn("ignore-userns", question)) return true;
  return (await isForbiddenToAll(engine.suid)) || !(await mayProfileDiffer());
}

/** A limit of the kernel; Debian's switch holds for programs without privileges only, so not for a setuid part. */
async function isForbiddenToAll(suid: boolean): Promise<boolean> {
  const [most, clone] = await Promise.all([
    readSetting("/proc/sys/user/max_user_namespaces"),
    readSetting("/proc/sys/kernel/unprivileged_userns_clone"),
  ]);
  return most === "0" || (clone === "0" && !suid);
}

/** Whether AppArmor or SELinux may judge Apptainer otherwise than the `unshare` that was asked. */
async function mayProfileDiffer(): Promise<boolean> {
  const [apparmor, selinux, label] = await Promise.all([
    readSetting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
    readSetting("/sys/fs/selinux/enforce"),
    readSetting("/proc/self/attr/current"),
  ]);
  const isConfined = label !== undefined && label !== "" && !label.startsWith("unconfined");
  return (apparmor !== undefined && apparmor !== "0") || (selinux !== undefined && selinux !== "0") || isConfined;
}

async function readSetting(path: string): Promise<string | undefined> {
  return (await within(readFile(path, "utf8")))?.replace(/\0/g, "").trim();
}
