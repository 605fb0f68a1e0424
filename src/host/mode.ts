/** Which of Apptainer's ways to build a host leads to: the decision table of its build command, as a pure function. */
import type { BuildMode } from "#rules/define-rule.ts";
import { isAtLeast } from "./engine.ts";
import { decideByMappingAlone, decideForSingularity, findHelperRefusal } from "./mapping-mode.ts";
import type { HostFacts } from "./probe-host.ts";

/** The switches that move the decision; each is a flag of `apptainer build` or its environment variable. */
export interface ModeFlags {
  readonly ignoreSubuid: boolean;
  readonly ignoreUserns: boolean;
  readonly ignoreFakerootCommand: boolean;
  readonly userns: boolean;
  readonly fakeroot: boolean;
  /** The build is done by a service (SingularityCE's --remote, --builder). */
  readonly remote: boolean;
}

/**
 * The switches as the flags of `apptainer build` and the environment set them: each has a variable of its own, for which
 * any value but a false one counts (Apptainer, pkg/cmdline, EnvBool).
 */
export function modeFlagsOf(isGiven: (flag: string) => boolean, env: NodeJS.ProcessEnv): ModeFlags {
  const on = (name: string) => {
    const variable = `_${name.toUpperCase().replaceAll("-", "_")}`;
    const value = env[`APPTAINER${variable}`] ?? env[`SINGULARITY${variable}`] ?? "";
    return isGiven(name) || !["", "0", "false", "no", "f"].includes(value.toLowerCase());
  };
  return {
    ignoreSubuid: on("ignore-subuid"),
    ignoreUserns: on("ignore-userns"),
    ignoreFakerootCommand: on("ignore-fakeroot-command"),
    userns: on("userns"),
    fakeroot: on("fakeroot"),
    remote: on("remote") || isGiven("builder"),
  };
}

/** The mode that a host leads to, or why it leads to none. */
export type Decision =
  | { readonly possible: true; readonly mode: BuildMode; readonly reason: string }
  | {
      readonly possible: false;
      /** The line with which the engine would end, word for word as far as it goes. */
      readonly fatal: string;
      readonly cure: string;
    };

/** What is looked at of the host. */
export type ModeFacts = Pick<
  HostFacts,
  "uid" | "user" | "engine" | "subuid" | "subgid" | "userns" | "newuidmap" | "newgidmap" | "fakeroot" | "proot"
>;

/**
 * Source: Apptainer 1.4.5 cmd/internal/cli/build.go (preRun), build_linux.go (fakerootExec), internal/pkg/fakeroot/fakefake.go;
 * run on real Apptainer in every row. An unknown fact counts as the one that leads to the stricter mode, so that a mend is
 * never left out for want of a probe; it never makes a build impossible.
 */
export function decideMode(facts: ModeFacts, flags: ModeFlags): Decision {
  if (facts.uid === 0) return { possible: true, mode: "root", reason: "run by root: no fakeroot is needed" };
  const { engine } = facts;
  if (engine !== undefined && engine.kind !== "apptainer") return decideForSingularity(facts, flags);
  if (isAtLeast(engine?.version, "1.1") === false) return decideByMappingAlone(facts, flags);
  const suid = engine?.suid === true && !flags.userns;
  const userns = facts.userns === true && !flags.ignoreUserns;
  const mayHaveUserns = facts.userns !== false && !flags.ignoreUserns;
  if (facts.subuid != null && !flags.ignoreSubuid) return decideForSubuid(facts, suid, mayHaveUserns);
  const fakeroot = facts.fakeroot !== undefined && !flags.ignoreFakerootCommand;
  const who = flags.ignoreSubuid ? "/etc/subuid is ignored" : `${facts.user ?? "the user"} is not in /etc/subuid`;
  if (userns) {
    return fakeroot
      ? {
          possible: true,
          mode: "userns-fakeroot",
          reason: `${who}; user namespaces work; %post runs under ${facts.fakeroot}`,
        }
      : { possible: true, mode: "userns", reason: `${who}; user namespaces work; ${noFakeroot(flags)}` };
  }
  const why = flags.ignoreUserns ? "user namespaces are ignored" : "no user namespace can be made";
  if (suid && fakeroot) {
    return {
      possible: true,
      mode: "suid-fakeroot",
      reason: `${who}; ${why}; setuid Apptainer; %post runs under ${facts.fakeroot}`,
    };
  }
  if (mayHaveUserns || (engine?.suid === undefined && !flags.userns)) {
    return {
      possible: true,
      mode: "suid-fakeroot",
      reason: `${who}; the host could not be probed whole, so the strictest mode is taken`,
    };
  }
  if (suid) {
    return {
      possible: false,
      fatal: "Building from a definition file requires root or some kind of fake root",
      cure: flags.ignoreFakerootCommand
        ? "leave out --ignore-fakeroot-command: without user namespaces the fakeroot command is the only way"
        : "have the fakeroot command installed (package fakeroot), or user namespaces allowed",
    };
  }
  return {
    possible: false,
    fatal:
      "Building from a definition file unprivileged requires either a suid installation or unprivileged user namespaces",
    cure: "have user namespaces allowed (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone) or the package apptainer-suid installed",
  };
}

function decideForSubuid(facts: ModeFacts, suid: boolean, mayHaveUserns: boolean): Decision {
  if (!mayHaveUserns) {
    return {
      possible: false,
      fatal: "/etc/subuid mapping found but no user namespace available for fakeroot",
      cure: "give --ignore-subuid, which leaves the mapping aside",
    };
  }
  if (facts.subgid === null) {
    return {
      possible: false,
      fatal: `could not use fakeroot: no mapping entry found in /etc/subgid for ${facts.user ?? "the user"}`,
      cure: "have a range added to /etc/subgid, or give --ignore-subuid",
    };
  }
  const refusal = suid
    ? undefined
    : findHelperRefusal(facts, "have the package with it installed (uidmap, shadow-utils), or give --ignore-subuid");
  if (refusal !== undefined) return refusal;
  return {
    possible: true,
    mode: "subuid",
    reason: `${facts.user ?? "the user"} has a range in /etc/subuid and user namespaces work`,
  };
}

function noFakeroot(flags: ModeFlags): string {
  return flags.ignoreFakerootCommand ? "the fakeroot command is ignored" : "there is no fakeroot command";
}
