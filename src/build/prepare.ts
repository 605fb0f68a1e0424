/** Everything between the command line and the start of the engine: host, mode, mend, space. Changes nothing anywhere. */
import { resolve } from "node:path";
import { parse } from "#grammar/index.ts";
import { type SourceText, sourceFromText } from "#grammar/source.ts";
import type { BuildMode, Target } from "#rules/define-rule.ts";
import unusedArgument from "#rules/syntax/unused-build-argument.ts";
import { readBuildArguments } from "../build-arguments.ts";
import { NOT_CONFIGURED } from "../config/configure-recipe.ts";
import type { RuleChoice } from "../engine/choice.ts";
import { takeOffered } from "../engine/offered-arguments.ts";
import { makeSyntaxCheck } from "../engine/shell-syntax.ts";
import { describeFileError } from "../files/file-error.ts";
import { readRecipe } from "../files/read.ts";
import { makeSourceCheck } from "../files/source-check.ts";
import { targetOfHost } from "../host/host-target.ts";
import { type Decision, decideMode, modeFlagsOf } from "../host/mode.ts";
import { type HostFacts, probeHost } from "../host/probe-host.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../usage-error.ts";
import { type BuildArguments, isGiven, valuesOf } from "./command-line/arguments.ts";
import { findSwap } from "./command-line/swapped-names.ts";
import { isUri, lookAt } from "./images.ts";
import type { BuildServices, Mended } from "./mend-contract.ts";
import { planSpace, type SpacePlan } from "./plan/space.ts";
import { copiesFiles } from "./sections.ts";

/** All that is known and decided before anything is changed. */
export interface Prepared {
  readonly facts: HostFacts;
  readonly prefix: "APPTAINER" | "SINGULARITY";
  readonly decision: Decision;
  /** The mode that the recipe was mended for: --mode, else the host's, else the strictest. */
  readonly mode: BuildMode;
  readonly modeReason: string;
  readonly space: SpacePlan;
  /** What the recipe is judged for. */
  readonly target: Target;
  /** Values of `{{ }}` references: from the command line, and those that the recipe takes from its configuration. */
  readonly buildArguments: ReadonlyMap<string, string>;
  /** Those from the configuration. */
  readonly configuredArguments: ReadonlyMap<string, string>;
  /** What the owners of the recipe want of the rules. */
  readonly choice: RuleChoice;
  /** Undefined where the recipe is an image, a sandbox, a URI or JSON: those are passed on as they are. */
  readonly recipe: { readonly source: SourceText; readonly mended: Mended } | undefined;
}

/** Rejects with a UsageError, one clear line, for names and files that cannot be built with. */
export async function prepare(args: BuildArguments, io: Io, services: BuildServices): Promise<Prepared> {
  const swap = await findSwap(args.image, args.recipe, io.cwd);
  if (swap !== undefined) throw new UsageError(swap);
  const source = await readSource(args, io.cwd);
  const given = readBuildArguments(valuesOf(args, "build-arg"), valuesOf(args, "build-arg-file").at(-1), io.cwd);
  const configured = source === undefined ? NOT_CONFIGURED : await services.configure(args.recipe, args);
  const configuredArguments =
    source === undefined ? new Map<string, string>() : takeOffered(parse(source), given, configured.offeredArguments);
  const buildArguments = new Map([...configuredArguments, ...given]);
  const { choice } = configured;
  const facts = await probeHost(io);
  const decision = decideMode(
    facts,
    modeFlagsOf((flag) => isGiven(args, flag), io.env),
  );
  const mode = args.mode === "host" ? (decision.possible ? decision.mode : "suid-fakeroot") : args.mode;
  const prefix = facts.engine === undefined || facts.engine.kind === "apptainer" ? "APPTAINER" : "SINGULARITY";
  const question = {
    places: facts.places,
    engine: facts.engine,
    args,
    env: io.env,
    mode: decision.possible ? decision.mode : mode,
    prefix,
  } as const;
  const space = planSpace({ ...question, deletesHostTmp: false });
  const modeReason =
    args.mode !== "host"
      ? "chosen with --mode"
      : decision.possible
        ? decision.reason
        : "the strictest, since this host seems to have no way to build";
  const target = {
    ...configured.target,
    ...targetOfHost(facts, mode, space.tmpBytes),
    acceptsSyntax: makeSyntaxCheck(io.env.PATH),
    ...(copiesFiles(args, io.env) && { sources: makeSourceCheck([io.cwd]) }),
  };
  const known = {
    facts,
    prefix,
    decision,
    mode,
    modeReason,
    target,
    buildArguments,
    configuredArguments,
    choice,
  } as const;
  if (source === undefined) return { ...known, space, recipe: undefined };
  const judged = services.mend(source, args.recipe, target, { unsafe: args.unsafeFixes, buildArguments, choice });
  const mended = isGiven(args, "warn-unused-build-args") ? withoutUnused(judged) : judged;
  return {
    ...known,
    space: mended.deletesHostTmp ? planSpace({ ...question, deletesHostTmp: true }) : space,
    recipe: { source, mended },
  };
}

/** With --warn-unused-build-args Apptainer says it itself, and goes on. */
function withoutUnused(mended: Mended): Mended {
  const isOther = ({ code }: { readonly code: string }) => code !== unusedArgument.meta.code;
  return { ...mended, findings: mended.findings.filter(isOther), refused: mended.refused.filter(isOther) };
}

async function readSource(args: BuildArguments, cwd: string): Promise<SourceText | undefined> {
  const path = resolve(cwd, args.recipe);
  const thing = await lookAt(path).catch((error: unknown) => {
    throw new UsageError(`${args.recipe}: ${describeFileError(error)}`);
  });
  if (thing === "missing" && isUri(args.recipe)) return undefined;
  if (thing === "special") {
    const what = "is a pipe, a socket or a device, and Apptainer reads a recipe twice";
    throw new UsageError(`${args.recipe} ${what}: write it to a file first`);
  }
  // Images and sandboxes are converted, a plain directory may be a build context: Apptainer knows better.
  const isDefinition = thing === "missing" || thing === "unknown-file" || thing === "empty-file";
  if (!isDefinition || isGiven(args, "json")) return undefined;
  const read = readRecipe(path);
  if ("problem" in read) throw new UsageError(`${args.recipe} ${read.problem.message}`);
  return read.source;
}

/** The text that positions of the remaining findings refer to. */
export function sourceOfFindings(recipe: { readonly source: SourceText; readonly mended: Mended }): SourceText {
  return recipe.mended.changed ? sourceFromText(recipe.mended.text) : recipe.source;
}
