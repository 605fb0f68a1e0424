/** Which command of `%post` is running. */

import { parse } from "#grammar/index.ts";
import { buildScriptsOf } from "#grammar/shell/build-script.ts";
import { followTrace, type TraceFollower, type TracePlace } from "../../diagnosis/trace.ts";
import { printable } from "../../reporters/printable.ts";
import { namePlaces, type WatchedRecipe } from "./watched-recipe.ts";

/** A command that a shell says it runs. */
export interface RunningCommand {
  /** `recipe.def:12`; undefined where it cannot be told. */
  readonly place: string | undefined;
  /** As the shell runs it, on one line that is safe to print. */
  readonly text: string;
}

/** Follows the stages of a recipe through their `%post`. */
export interface PostFollower {
  /** The next `%post` begins. */
  begin(): void;
  /** Takes a line of standard error. */
  take(line: string): void;
  /** Found when it is asked for, so that it costs nothing where nobody looks. */
  readonly running: RunningCommand | undefined;
}

/** What a line of a trace begins with: a plus a level, and the line number where PS4 asks for it. */
const PROMPT = /^\++\d* (?=\S)/;

/** What is shown of a command, in UTF-16 code units: more than any terminal is wide. */
const MOST_TEXT = 1000;

/** Lines of a trace that wait; what a fast loop prints beyond them is left out. */
const MOST_WAITING = 500;

/** What one look may take, in milliseconds: in a long recipe a line takes a sixth of one. */
const LONGEST_LOOK = 5;

/** Without a recipe commands are shown all the same, only not their places. The recipe is read on first use. */
export function followPost(recipe: WatchedRecipe | undefined): PostFollower {
  let stages: TraceFollower[] | undefined;
  let follower: TraceFollower | undefined;
  let running: RunningCommand | undefined;
  let nameOf: ((place: TracePlace) => string) | undefined;
  let waiting: string[] = [];
  const placeOf = (line: string): string | undefined => {
    try {
      follower?.take(line);
      if (recipe === undefined || follower?.place === undefined) return undefined;
      nameOf ??= nameTraced(recipe);
      return nameOf(follower.place);
    } catch {
      // Whatever is wrong with the place of a command, the build goes on.
      follower = undefined;
      return undefined;
    }
  };
  const follow = (line: string) => {
    const text = line.replace(PROMPT, "").slice(0, MOST_TEXT);
    running = { place: placeOf(line), text: printable(text.trim(), { oneLine: true }) };
  };
  return {
    begin() {
      stages ??= recipe === undefined ? [] : followersOf(recipe);
      follower = stages.shift();
      running = undefined;
      waiting = [];
    },
    take(line) {
      if (!PROMPT.test(line)) return;
      waiting.push(line);
      if (waiting.length > 2 * MOST_WAITING) waiting = waiting.slice(-MOST_WAITING);
    },
    get running() {
      const end = performance.now() + LONGEST_LOOK;
      let done = 0;
      while (done < waiting.length && performance.now() < end) follow(waiting[done++] ?? "");
      waiting.splice(0, done);
      return running;
    },
  };
}

function nameTraced(recipe: WatchedRecipe): (place: TracePlace) => string {
  const name = namePlaces(recipe);
  // A single command is named by the line that it begins on, however many it goes on for.
  return ({ first, last }) =>
    name(first === last ? { start: first.start, end: first.start } : { start: first.start, end: last.end });
}

/** One follower a stage that has a `%post`, in the order in which they run. */
function followersOf({ built }: WatchedRecipe): TraceFollower[] {
  const recipe = parse(built);
  return recipe.stages.flatMap((stage) =>
    buildScriptsOf(recipe.source, stage, new Map())
      .filter(({ type }) => type === "post")
      .map(followTrace),
  );
}
