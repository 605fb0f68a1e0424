/** How the engines build that know no fakeroot without a range of ids: Apptainer 1.0, Singularity 3 and SingularityCE. */
import { isAtLeast } from "./engine.ts";
import type { Decision, ModeFacts, ModeFlags } from "./mode.ts";

/** Without a setuid part the range can be mapped by the helpers of shadow-utils only. */
export function findHelperRefusal(facts: ModeFacts, cure: string): Decision | undefined {
  for (const [name, state] of [
    ["newuidmap", facts.newuidmap],
    ["newgidmap", facts.newgidmap],
  ] as const) {
    if (state === "ready" || state === undefined) continue;
    const fatal =
      state === "missing"
        ? `${name} was not found in PATH, required with fakeroot and unprivileged installation`
        : `'${name}' execution failed. Check that '${name}' is setuid root or has setcap cap_set${name === "newuidmap" ? "u" : "g"}id+eip.`;
    return { possible: false, fatal, cure };
  }
  return undefined;
}

/** Apptainer 1.0 and Singularity with --fakeroot know the mapping only. */
export function decideByMappingAlone(facts: ModeFacts, flags: ModeFlags): Decision {
  const who = facts.user ?? "the user";
  if (!flags.fakeroot) {
    return {
      possible: false,
      fatal:
        "You must be the root user, however you can use --remote or --fakeroot to build from a Singularity recipe file",
      cure:
        facts.subuid === null
          ? `have a range for ${who} added to /etc/subuid and /etc/subgid and give --fakeroot, or use Apptainer 1.1 or newer`
          : "give --fakeroot, or use Apptainer 1.1 or newer",
    };
  }
  for (const [file, range] of [
    ["subuid", facts.subuid],
    ["subgid", facts.subgid],
  ] as const) {
    if (range !== null) continue;
    return {
      possible: false,
      fatal: `could not use fakeroot: no mapping entry found in /etc/${file} for ${who}`,
      cure: "have a range added to /etc/subuid and /etc/subgid, or use Apptainer 1.1 or newer",
    };
  }
  // Without its setuid part it makes the user namespace as any program does (unknown: it may have one).
  const refusal = facts.engine?.suid === false ? findMappingRefusal(facts) : undefined;
  return refusal ?? { possible: true, mode: "subuid", reason: "--fakeroot with a range in /etc/subuid" };
}

function findMappingRefusal(facts: ModeFacts): Decision | undefined {
  if (facts.userns === false) {
    return {
      possible: false,
      fatal: "Failed to create user namespace",
      cure: "have user namespaces allowed (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone), or the setuid part installed",
    };
  }
  return findHelperRefusal(facts, "have the package with it installed (uidmap, shadow-utils)");
}

/**
 * SingularityCE 3.11 and later builds with proot where root, --fakeroot and --remote are absent; it never implies --fakeroot,
 * not in 4.x either (cmd/internal/cli/build.go, preRun; build_linux.go, runBuild).
 */
export function decideForSingularity(facts: ModeFacts, flags: ModeFlags): Decision {
  if (flags.remote) return { possible: true, mode: "root", reason: "a build service does the work, as root" };
  const knowsProot = facts.engine?.kind === "singularity-ce" && isAtLeast(facts.engine.version, "3.11") !== false;
  if (flags.fakeroot || !knowsProot) return decideByMappingAlone(facts, flags);
  if (facts.proot !== undefined) {
    return {
      possible: true,
      mode: "proot",
      reason: `SingularityCE without --fakeroot: %post runs under ${facts.proot}`,
    };
  }
  return {
    possible: false,
    fatal: "--remote, --fakeroot, or the proot command are required to build this source as a non-root user",
    cure: "put proot on PATH (sites have a module for it), or give --fakeroot where the site allows it",
  };
}
