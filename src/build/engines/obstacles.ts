/** What the engine at hand cannot do of a build that Apptainer could. */
import type { Recipe, Section } from "#grammar/ast.ts";
import type { BuildMode } from "#rules/define-rule.ts";
import type { HostFacts } from "../../host/probe-host.ts";
import type { Obstacle } from "../../preflight/obstacle.ts";
import { type BuildArguments, isGiven, valuesOf } from "../command-line/arguments.ts";
import { isStaticProgram } from "./static-program.ts";

/**
 * The obstacles that lie in the engine. Bases that proot cannot make are not among them: DF115 names those at their line.
 * Source: SingularityCE 4.2, cmd/internal/cli/build_linux.go (runBuild, runBuildLocal), internal/pkg/build/stage.go
 * (runHostScript, runPostScript: a `%post -c` does run), and the notes on 3.11.0 in its CHANGELOG.md.
 */
export function engineObstacles(
  facts: Pick<HostFacts, "engine" | "proot">,
  args: Pick<BuildArguments, "given">,
  recipe: Recipe | undefined,
  mode: BuildMode,
): Obstacle[] {
  const { engine, proot } = facts;
  if (engine === undefined) return [];
  const found: Obstacle[] = [];
  if (engine.silence !== undefined) {
    found.push({
      name: "engine-version-unknown",
      gravity: "warning",
      message: `${engine.program} --version ${engine.silence}, so its version is not known and every flag is passed on`,
      cure: `run ${engine.program} --version yourself, and see that PATH leads to Apptainer or Singularity`,
    });
  }
  if (engine.kind === "apptainer") return found;
  if (isGiven(args, "writable-tmpfs") && isGiven(args, "fakeroot")) {
    found.push({
      name: "writable-tmpfs-with-fakeroot",
      gravity: "blocking",
      message: "Singularity takes --writable-tmpfs not together with --fakeroot",
      cure: "leave out --writable-tmpfs, and give --notest where %test has to write",
    });
  }
  if (mode === "proot" && recipe !== undefined) found.push(...prootObstacles(proot, args, recipe));
  return found;
}

function prootObstacles(proot: string | undefined, args: Pick<BuildArguments, "given">, recipe: Recipe): Obstacle[] {
  const found: Obstacle[] = [
    {
      name: "proot-build",
      gravity: "note",
      message:
        "proot makes %post believe that it is root: the findings about fakeroot and their mends do not apply and are left out, and the build is slower",
      cure: "give --fakeroot where the site allows it",
    },
  ];
  for (const type of ["pre", "setup"] as const) {
    if (!isRun(type, args) || !recipe.stages.some(({ sections }) => sections.some((one) => isFull(one, type, recipe))))
      continue;
    found.push({
      name: "host-script-with-proot",
      gravity: "blocking",
      message: `a build with proot does not run %${type}: SingularityCE stops there`,
      cure: `do the work of %${type} in %files and %post, or give --fakeroot where the site allows it`,
    });
  }
  if (isGiven(args, "encrypt")) {
    found.push({
      name: "encryption-with-proot",
      gravity: "blocking",
      message: "SingularityCE lets only root build an encrypted image",
      cure: "leave out --encrypt",
    });
  }
  if (proot !== undefined && isStaticProgram(proot) === false) {
    found.push({
      name: "proot-not-static",
      gravity: "warning",
      message: `${proot} needs libraries of this host, which it will not find in the image where it runs`,
      cure: "put a statically linked proot first on PATH (sites have a module for it)",
    });
  }
  return found;
}

/** With --section only the sections that it names are run. */
function isRun(type: "pre" | "setup", args: Pick<BuildArguments, "given">): boolean {
  const chosen = valuesOf(args, "section").flatMap((value) => value.split(","));
  return chosen.length === 0 || chosen.includes("all") || chosen.includes(type);
}

function isFull(section: Section, type: "pre" | "setup", recipe: Recipe): boolean {
  return section.type === type && recipe.source.text.slice(section.body.start, section.body.end).trim() !== "";
}
