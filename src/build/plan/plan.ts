/** The build plan: everything that will be run and changed, before any of it is done. */
import { join } from "node:path";
import type { BuildMode } from "#rules/define-rule.ts";
import type { BuildArguments } from "../command-line/arguments.ts";
import { bindWords } from "../engines/bind-words.ts";
import { ROOMS, type SpacePlan } from "./space.ts";

/** What will be run, where, and with what. */
export interface BuildPlan {
  /** Path of the engine. */
  readonly program: string;
  readonly argv: readonly string[];
  /** Only the variables that deflint sets. */
  readonly env: readonly { readonly name: string; readonly value: string }[];
  /** The caller's: relative %files sources and localimage paths are resolved against it. */
  readonly cwd: string;
  readonly mode: BuildMode;
  /** Why each of this is so, one sentence each. */
  readonly reasons: readonly string[];
  readonly binds: readonly { readonly source: string; readonly destination: string }[];
  /** The mended recipe; undefined where the engine reads the person's own file, image or URI. */
  readonly mendedRecipe: string | undefined;
}

/** What a plan is put together from. */
export interface PlanParts {
  readonly program: string;
  readonly args: BuildArguments;
  readonly prefix: string;
  readonly cwd: string;
  readonly mode: BuildMode;
  readonly modeReason: string;
  readonly space: SpacePlan;
  /** The private directory; a placeholder in a dry run, undefined where the plan needs none. */
  readonly privateDirectory: string | undefined;
  readonly mendedRecipe: string | undefined;
  /** What the engine is given as recipe: a path relative to `cwd` or absolute, or a URI. */
  readonly recipePath: string;
}

/** Pure. The person's words stay in their order; deflint's own come after them, the two names last. */
export function makePlan(parts: PlanParts): BuildPlan {
  const { args, space, privateDirectory } = parts;
  const binds =
    privateDirectory === undefined
      ? []
      : space.binds.map((destination) => ({ source: join(privateDirectory, ROOMS[destination]), destination }));
  const env: { name: string; value: string }[] = [];
  if (space.engineTmp !== undefined) {
    const value = "path" in space.engineTmp ? space.engineTmp.path : join(privateDirectory ?? "", ROOMS.build);
    env.push({ name: `${parts.prefix}_TMPDIR`, value });
  }
  if (space.engineCache !== undefined)
    env.push({ name: `${parts.prefix}_CACHEDIR`, value: join(privateDirectory ?? "", ROOMS.cache) });
  return {
    program: parts.program,
    argv: [
      "build",
      ...args.passedOn,
      ...binds.flatMap(({ source, destination }) => bindWords(space.bindFlag ?? "mount", source, destination)),
      asName(args.image),
      asName(parts.recipePath),
    ],
    env,
    cwd: parts.cwd,
    mode: parts.mode,
    reasons: [`mode ${parts.mode}: ${parts.modeReason}`, ...space.reasons],
    binds,
    mendedRecipe: parts.mendedRecipe,
  };
}

/** A name that begins with a dash is no flag. */
function asName(name: string): string {
  return name.startsWith("-") ? `./${name}` : name;
}

/** Flags whose values nobody should find in a log. */
const SECRET = /^--docker-password(=|$)/;

/** The words of a plan with passwords blotted out, for reports and for the screen. */
export function withoutSecrets(argv: readonly string[]): string[] {
  return argv.map((word, at) => {
    if (SECRET.test(argv[at - 1] ?? "") && !argv[at - 1]?.includes("=")) return "***";
    return SECRET.test(word) && word.includes("=") ? "--docker-password=***" : word;
  });
}
