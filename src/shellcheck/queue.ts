/** Runs processes, so many at once. */
import type { Outcome, Running } from "./run-program.ts";

export interface Queue {
  /** Starts a process when its turn comes; resolves to undefined where the queue was cleared before. Never rejects. */
  add(begin: () => Running): Promise<Outcome | undefined>;
  /** Ends those that run and forgets those that wait. */
  clear(): void;
}

/** A queue for at most `width` processes at once. */
export function makeQueue(width: number): Queue {
  const running = new Set<Running>();
  const waiting: { readonly begin: () => Running; readonly done: (outcome: Outcome | undefined) => void }[] = [];
  const fill = (): void => {
    while (running.size < width) {
      const next = waiting.shift();
      if (next === undefined) return;
      const process = next.begin();
      running.add(process);
      void process.outcome.then((outcome) => {
        running.delete(process);
        next.done(outcome);
        fill();
      });
    }
  };
  return {
    add: (begin) =>
      new Promise((done) => {
        waiting.push({ begin, done });
        fill();
      }),
    clear() {
      for (const { done } of waiting.splice(0)) done(undefined);
      for (const process of running) process.stop();
    },
  };
}
