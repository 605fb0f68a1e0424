/** How far a long check is, in one line at the bottom of a terminal. */
import { letSignalsWait } from "../../interruption.ts";
import type { Io } from "../../io.ts";
import type { CheckFlags } from "./flags.ts";

/** Milliseconds that a check takes before anybody wonders. */
const PATIENCE = 1000;

/** Milliseconds between two drawings. */
const PERIOD = 50;

/**
 * The paths one by one, with a line on standard error that counts them once a second has passed; it is gone with the last one.
 * Nothing is drawn into a pipe and with --quiet. As long as nothing is drawn a signal ends the process at once, in the middle
 * of a file too; from then on it ends the loop between two files, with an Interruption.
 * @param now a clock, in milliseconds
 */
export async function* withProgress(
  paths: readonly string[],
  { quiet }: Pick<CheckFlags, "quiet">,
  io: Io,
  now: () => number = () => performance.now(),
): AsyncGenerator<string, void, void> {
  if (quiet || io.stderr.columns === undefined || io.env["TERM"] === "dumb") {
    yield* paths;
    return;
  }
  let next = now() + PATIENCE;
  let line: ProgressLine | undefined;
  try {
    for (const [done, path] of paths.entries()) {
      if (done > 0 && now() >= next) {
        line ??= await openLine(io);
        await line.show(`checked ${done} of ${paths.length} files`);
        next = now() + PERIOD;
      }
      yield path;
    }
    // A signal during the last file must not be lost to a report.
    await line?.show(`checked ${paths.length} of ${paths.length} files`);
  } finally {
    line?.close();
  }
}

interface ProgressLine {
  /** Rejects with an Interruption where a signal came. */
  readonly show: (text: string) => Promise<void>;
  readonly close: () => void;
}

async function openLine(io: Io): Promise<ProgressLine> {
  const { makeLiveView } = await import("../../build/progress/live-view.ts");
  let text = "";
  const view = makeLiveView(io.stderr, () => [text]);
  const signals = letSignalsWait(io);
  const releases = [signals.release, io.onSuspend(() => view.hide()), io.onExit(() => view.close())];
  return {
    async show(next) {
      text = next;
      view.draw();
      await signals.heed();
    },
    close() {
      view.close();
      for (const release of releases) release();
    },
  };
}
