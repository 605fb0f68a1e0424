/**
 * What `apptainer build` does with a recipe before it fetches anything: build arguments put in, each stage parsed once
 * more, and the checks of headers, agents and `%files from` (internal/pkg/build).
 */

import { type ApptainerParse, type ApptainerStage, readAsApptainer } from "./apptainer-view.ts";
import type { Recipe } from "./ast.ts";
import { compareBytes, GO_SPACES, trimSpace } from "./go-text.ts";
import { parse } from "./index.ts";
import { findTemplates, substitute } from "./templates.ts";
import { AGENTS } from "./vocabulary.ts";

export type ApptainerBuild =
  | {
      readonly ok: true;
      /** Sorted names. */
      readonly consumedArgs: readonly string[];
      readonly unusedArgs: readonly string[];
      /** What it refuses after a good parse, one at the most; absent where it refuses nothing. */
      readonly buildErrors?: readonly string[];
    }
  | {
      readonly ok: false;
      readonly phase: "build-args" | "reparse";
      readonly error: string;
      readonly consumedArgs: readonly string[];
      readonly unusedArgs: readonly string[];
    };

/** The whole of what Apptainer makes of a recipe before it fetches anything. */
export type ApptainerAnswer =
  | Extract<ApptainerParse, { ok: false }>
  | (Extract<ApptainerParse, { ok: true }> & { readonly build: ApptainerBuild });

/** Parses a recipe as Apptainer does and, where that is well, does what its build does next. Never throws. */
export function askApptainer(recipe: Recipe, given: ReadonlyMap<string, string>): ApptainerAnswer {
  const read = readAsApptainer(recipe);
  return read.ok ? { ...read, build: buildAsApptainer(recipe, read.stages, given) } : read;
}

/**
 * The build of a recipe that Apptainer parses.
 * @param stages what `readAsApptainer` gave for the recipe
 * @param given values from `--build-arg` and `--build-arg-file`
 */
function buildAsApptainer(
  recipe: Recipe,
  stages: readonly ApptainerStage[],
  given: ReadonlyMap<string, string>,
): ApptainerBuild {
  const consumed = new Set<string>();
  const argumentsUsed = () => ({
    consumedArgs: sorted(consumed),
    unusedArgs: sorted([...given.keys()].filter((name) => !consumed.has(name))),
  });
  const reparsed: ApptainerStage[] = [];
  for (const stage of stages) {
    const text = textOf(recipe, stage);
    const filled = fillIn(text, new Map(Object.entries(stage.arguments)), given, consumed);
    if (filled.missing !== undefined) {
      const error = `build var ${filled.missing} is not defined through either --build-arg (--build-arg-file) or 'arguments' section`;
      return { ok: false, phase: "build-args", error, consumedArgs: [], unusedArgs: [] };
    }
    const again = readAsApptainer(parse(filled.text));
    if (!again.ok) return { ok: false, phase: "reparse", error: again.error, ...argumentsUsed() };
    reparsed.push(...again.stages);
  }
  const error = findBuildError(reparsed);
  return { ok: true, ...argumentsUsed(), ...(error !== undefined && { buildErrors: [error] }) };
}

function textOf({ source, stages }: Recipe, { start }: ApptainerStage): string {
  const stage = stages.find((candidate) => source.byteOffsetAt(candidate.start) === start);
  return stage === undefined ? "" : source.slice(stage);
}

/** Puts values in for the references of a stage; a value's own references are replaced once. */
function fillIn(
  text: string,
  defaults: ReadonlyMap<string, string>,
  given: ReadonlyMap<string, string>,
  consumed: Set<string>,
): { readonly text: string; readonly missing: string | undefined } {
  const values = new Map([...defaults, ...given]);
  let filled = "";
  let copiedTo = 0;
  for (const { start, end, name, skipped } of findTemplates(text, { start: 0, end: text.length })) {
    if (skipped) continue;
    const value = values.get(name);
    if (value === undefined) return { text, missing: name };
    consumed.add(name);
    filled += text.slice(copiedTo, start) + substitute(value, values);
    copiedTo = end;
  }
  return { text: filled + text.slice(copiedTo), missing: undefined };
}

/** The first thing that the build refuses: a header or an agent of any stage, then a stage that `%files from` names in vain. */
function findBuildError(stages: readonly ApptainerStage[]): string | undefined {
  for (const { header } of stages) {
    if (header === null) return "multiple stages detected, all must have headers";
    const agent = header["bootstrap"] ?? "";
    if (agent === "") return "unable to get conveyorpacker: no bootstrap specification found";
    if (!AGENTS.has(agent)) return `unable to get conveyorpacker: invalid build source ${agent}`;
  }
  const names = stages.map(({ header }) => header?.["stage"] ?? "");
  for (const { args } of stages.flatMap(({ files }) => files)) {
    const name = stageCopiedFrom(args);
    if (name !== undefined && !names.includes(name)) return `stage ${name} was not found`;
  }
  return undefined;
}

/** The stage of `%files from NAME`: the second of two words before a `#`; Apptainer does not look at the first. */
export function stageCopiedFrom(filesArguments: string): string | undefined {
  const words = trimSpace(filesArguments.split("#")[0] ?? "").split(GO_SPACE_RUN);
  return words.length === 2 ? words[1] : undefined;
}

const GO_SPACE_RUN = new RegExp(`[${GO_SPACES}]+`);

function sorted(names: Iterable<string>): string[] {
  return [...names].sort(compareBytes);
}
