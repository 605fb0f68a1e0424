/** Measures how long each phase of a build takes. */
import type { Phase } from "../../diagnosis/phases.ts";

/** Where a build is, and how long it was where. */
export interface PhaseClock {
  readonly phase: Phase;
  enter(phase: Phase): void;
  /** Seconds in each phase up to now, in the order in which they came first; a phase that came again is summed up. */
  seconds(): readonly PhaseTime[];
}

export interface PhaseTime {
  readonly phase: Phase;
  readonly seconds: number;
}

/** Runs from now on, in phase `start`. @param now milliseconds of a clock that never goes back */
export function startPhaseClock(now: () => number = () => performance.now()): PhaseClock {
  const sums = new Map<Phase, number>();
  let phase: Phase = "start";
  let since = now();
  const stop = () => {
    const time = now();
    sums.set(phase, (sums.get(phase) ?? 0) + time - since);
    since = time;
  };
  return {
    get phase() {
      return phase;
    },
    enter(next) {
      stop();
      phase = next;
    },
    seconds() {
      stop();
      return [...sums].map(([name, milliseconds]) => ({ phase: name, seconds: Math.round(milliseconds) / 1000 }));
    },
  };
}
