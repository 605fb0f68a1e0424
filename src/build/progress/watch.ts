/** Watches a run of the engine: what it prints goes to the person, what it takes is measured. */

import { readLogLine } from "../../diagnosis/log-line.ts";
import { phaseOf } from "../../diagnosis/phases.ts";
import type { Io } from "../../io.ts";
import { readLines } from "./lines.ts";
import { startPhaseClock } from "./phase-clock.ts";
import { followPost } from "./post-follower.ts";
import { makeSampler } from "./sampler.ts";
import { openScreen, type StreamName } from "./screen.ts";
import type { BuildStatistics } from "./statistics.ts";
import { statusLines } from "./status-lines.ts";
import { followTempSpace } from "./temp-space.ts";
import type { WatchedRecipe } from "./watched-recipe.ts";

/** What a run is watched for. */
export interface Watching {
  /** Undefined where the engine builds from an image, a URI or a sandbox. */
  readonly recipe: WatchedRecipe | undefined;
  /** The directories whose file systems are the build's temporary space. */
  readonly tempDirectories: readonly string[];
  /** Whether to show a live view where standard error is a terminal. */
  readonly live: boolean;
}

/** A run that is being watched. */
export interface Watch {
  take(stream: StreamName, bytes: Uint8Array): void;
  /** The engine was told to end. */
  stopping(): void;
  /** Ends the view and the looking. Safe to call twice. */
  end(): BuildStatistics;
}

/** Between two looks at memory and space, in milliseconds. */
const PERIOD = 1000;

/** @param memory bytes that the build's processes have at the moment */
export function startWatch({ recipe, tempDirectories, live }: Watching, io: Io, memory: () => Promise<number>): Watch {
  const started = performance.now();
  let isStopping = false;
  const seconds = () => (performance.now() - started) / 1000;
  const clock = startPhaseClock();
  const post = followPost(recipe);
  const space = followTempSpace(tempDirectories);
  const samplers = { memory: makeSampler(memory), temp: makeSampler(async () => (await space)()) };
  const look = () => Promise.all([samplers.memory.look(), samplers.temp.look()]);
  void look();
  const looking = setInterval(look, PERIOD);
  const screen = openScreen(
    io,
    live
      ? () =>
          statusLines({
            phase: clock.phase,
            seconds: seconds(),
            memoryBytes: samplers.memory.last,
            tempBytes: samplers.temp.last,
            stopping: isStopping,
            running: clock.phase === "post" ? post.running : undefined,
          })
      : undefined,
  );
  const readLine = readLines((line) => {
    // Its own messages come on standard error, and the trace of %post.
    const phase = phaseOf(readLogLine(line, 0));
    if (phase === "post") post.begin();
    if (phase !== undefined) {
      clock.enter(phase);
      // A short phase would go by between two looks.
      void look();
    } else if (clock.phase === "post") post.take(line);
  });
  let ended: BuildStatistics | undefined;
  return {
    take(stream, bytes) {
      if (stream === "stderr") readLine(bytes);
      screen.print(stream, bytes);
    },
    stopping() {
      isStopping = true;
    },
    end() {
      clearInterval(looking);
      screen.close();
      ended ??= {
        seconds: Math.round(seconds() * 1000) / 1000,
        phases: clock.seconds(),
        phase: clock.phase,
        peakMemoryBytes: samplers.memory.peak,
        peakTempBytes: samplers.temp.peak,
      };
      return ended;
    },
  };
}
