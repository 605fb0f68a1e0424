/** Preflight: everything that can be known before a base image is fetched, within seconds and without the network. */
import { parse } from "#grammar/index.ts";
import { makeDocument } from "#rules/document.ts";
import type { BuildArguments } from "../build/command-line/arguments.ts";
import { checkSplitPaths } from "../build/engines/check-split-paths.ts";
import { type Prepared, sourceOfFindings } from "../build/prepare.ts";
import type { Io } from "../io.ts";
import { checkArchitecture } from "./architecture.ts";
import { checkBindSources } from "./bind-sources.ts";
import { checkBootstrapTools } from "./bootstrap-tools.ts";
import { checkDownloadCache } from "./download-cache.ts";
import { checkEngine } from "./engine.ts";
import { checkFakerootMode } from "./fakeroot-mode.ts";
import { checkLocalBases } from "./local-bases.ts";
import { checkLocalGlibc } from "./local-glibc.ts";
import { checkMemory } from "./memory.ts";
import type { Check, Gravity, Obstacle } from "./obstacle.ts";
import { checkRecipe } from "./recipe.ts";
import { checkTarget } from "./target.ts";
import { checkTargetDirectory } from "./target-directory.ts";
import { checkTemporaryDirectory } from "./temporary-directory.ts";
import { checkUpdate } from "./update.ts";

const CHECKS: readonly Check[] = [
  checkEngine,
  checkTarget,
  checkUpdate,
  checkTargetDirectory,
  checkFakerootMode,
  checkRecipe,
  checkLocalBases,
  checkBootstrapTools,
  checkLocalGlibc,
  checkArchitecture,
  checkBindSources,
  checkTemporaryDirectory,
  checkSplitPaths,
  checkDownloadCache,
  checkMemory,
];

/** What was run on Apptainer, and may be otherwise in another engine: there it is a warning. */
const APPTAINERS_OWN: readonly string[] = [
  "bind-source-missing",
  "bootstrap-tool-missing",
  "base-glibc-older",
  "cannot-update",
  "tmpdir-relative",
];

const ORDER: readonly Gravity[] = ["blocking", "warning", "note"];

/** Everything that stands in the way of a build, what blocks it first. Rejects only where a check is at fault itself. */
export async function preflight(
  args: BuildArguments,
  prepared: Prepared,
  io: Pick<Io, "cwd" | "env">,
): Promise<readonly Obstacle[]> {
  const { recipe, target, buildArguments } = prepared;
  const document = recipe && makeDocument(parse(sourceOfFindings(recipe)), target, buildArguments);
  const found = await Promise.all(CHECKS.map((check) => check({ args, prepared, io, document })));
  const isApptainer = prepared.facts.engine?.kind !== "singularity" && prepared.facts.engine?.kind !== "singularity-ce";
  return found
    .flat()
    .map((obstacle) => (isApptainer ? obstacle : soften(obstacle)))
    .toSorted((a, b) => ORDER.indexOf(a.gravity) - ORDER.indexOf(b.gravity));
}

function soften(obstacle: Obstacle): Obstacle {
  return APPTAINERS_OWN.includes(obstacle.name) ? { ...obstacle, gravity: "warning" } : obstacle;
}

/** Whether any of the obstacles stops the build. */
export function isBlocked(obstacles: readonly Obstacle[]): boolean {
  return obstacles.some(({ gravity }) => gravity === "blocking");
}
