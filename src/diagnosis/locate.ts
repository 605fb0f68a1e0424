/** The line of the recipe that a cause is about. */
import type { Recipe } from "#grammar/ast.ts";
import type { BuildScript } from "#grammar/shell/build-script.ts";
import type { Command } from "#grammar/shell/tree.ts";
import { aptStepOf } from "./apt-step.ts";
import { filesEntryOf, fromOf, meantBy } from "./blamed-part.ts";
import type { CauseEntry, Shown, Situation } from "./causes/cause-entry.ts";
import type { Followed } from "./follow-recipe.ts";
import { only } from "./only.ts";
import { lineOfScript } from "./script-line.ts";

/** 1-based; null where nothing is certain. */
export function locate(
  entry: Pick<CauseEntry, "blames">,
  shown: Shown,
  situation: Situation,
  followed: Followed | undefined,
  recipe: Recipe,
): number | null {
  const offset = offsetOf(entry, shown, situation, followed, recipe);
  return offset === undefined ? null : recipe.source.positionAt(offset).line + 1;
}

function offsetOf(
  { blames }: Pick<CauseEntry, "blames">,
  shown: Shown,
  situation: Situation,
  followed: Followed | undefined,
  recipe: Recipe,
): number | undefined {
  switch (blames) {
    case "nothing":
      return undefined;
    case "from":
      return fromOf(followed?.stage ?? only(recipe.stages));
    case "files":
      return filesEntryOf(shown, recipe);
    case "message":
      return meantBy(shown.line.text, recipe);
    case undefined:
      return commandOf(shown, situation, followed);
  }
}

/** The failing command: by the trace, else by the line that the shell names, else by what alone fits the evidence. */
function commandOf(shown: Shown, situation: Situation, followed: Followed | undefined): number | undefined {
  if (followed?.script === undefined) return undefined;
  const { script } = followed;
  const found = commandIn(script, shown, situation, followed);
  // %test is not traced.
  return found ?? (script.type === "test" ? (only(script.commands) ?? script.sections[0])?.start : undefined);
}

function commandIn(script: BuildScript, shown: Shown, situation: Situation, { place }: Followed): number | undefined {
  const told = lineOfScript(situation.output, script);
  if (told !== undefined) return told;
  if (situation.command !== undefined) return situation.command.start;
  const { commands } = script;
  const within =
    place === undefined ? commands : commands.slice(commands.indexOf(place.first), commands.indexOf(place.last) + 1);
  const lines = situation.output.filter((line) => line.line >= shown.line.line).slice(0, 30);
  for (const text of [shown.line.text, ...lines.map((line) => line.text)]) {
    const command = only(within.filter((candidate) => isNamedBy(candidate, text)));
    if (command !== undefined) return command.start;
  }
  return aptStepOf(within, situation.output)?.start;
}

/** Whether a message names what a command works on: its program, a package, or a path. */
function isNamedBy({ words }: Command, message: string): boolean {
  const [program, ...rest] = words.map(({ value }) => value);
  if (program === undefined) return false;
  const name = program.slice(program.lastIndexOf("/") + 1);
  if (message.startsWith(`${name}: `)) return true;
  const [, packaged] =
    /%\w+\((\S+?)\) scriptlet|(?:installed|new) (\S+) package|error processing package (\S+)|scriptlet (?:in rpm package )?:?(\S+)/
      .exec(message)
      ?.filter(Boolean) ?? [];
  if (packaged === undefined) return false;
  const plain = packaged.replace(/-[^-]+-[^-]+$/, "");
  return rest.some((word) => word === packaged || word === plain || word.endsWith(`/${packaged}.rpm`));
}
