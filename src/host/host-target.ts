/** The target that a host is. */
import type { BuildMode, Target } from "#rules/define-rule.ts";
import type { TargetFacts } from "../config/target-table.ts";
import { makeTarget } from "../engine/target.ts";
import type { Io } from "../io.ts";
import { type Decision, decideMode, modeFlagsOf } from "./mode.ts";
import { type HostFacts, probeHost } from "./probe-host.ts";

/** What is known of a host in the mode that a build there would have; `tmpBytes` are those of the /tmp that `%post` will see. */
export function targetOfHost(facts: HostFacts, mode: BuildMode, tmpBytes: number | undefined): Target {
  const { engine, glibc, arch } = facts;
  // Debian and the Enterprise Linuxes write a release of theirs behind it.
  const version = /^\d+(?:\.\d+)*/.exec(engine?.version ?? "")?.[0];
  return {
    ...makeTarget(mode),
    ...(engine !== undefined && { engine: engine.kind }),
    ...(version !== undefined && { engineVersion: version }),
    ...(glibc !== undefined && { hostGlibc: glibc }),
    ...(arch !== undefined && { arch }),
    ...(tmpBytes !== undefined && { tmpBytes }),
  };
}

/** The facts of this host, for a check that is to judge for it; the strictest mode where it has no way to build. */
export async function probeTarget(io: Io): Promise<TargetFacts> {
  const facts = await probeHost(io);
  const decision = decideMode(
    facts,
    modeFlagsOf(() => false, io.env),
  );
  return factsOfHost(facts, decision);
}

/** What a host is as a target; the strictest mode where it has no way to build. */
export function factsOfHost(facts: HostFacts, decision: Decision): TargetFacts {
  const mode = decision.possible ? decision.mode : "suid-fakeroot";
  const { today: _today, ...known } = targetOfHost(facts, mode, facts.places.tmp?.freeBytes);
  return known;
}
