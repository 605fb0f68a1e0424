/** What a build took, as it is reported. */
import type { Phase } from "../../diagnosis/phases.ts";
import type { PhaseTime } from "./phase-clock.ts";

/** The numbers of one run of the engine. A peak is the highest of samples taken once a second; undefined without any. */
export interface BuildStatistics {
  /** From the start of the engine to its end. */
  readonly seconds: number;
  readonly phases: readonly PhaseTime[];
  /** The phase in which it ended. */
  readonly phase: Phase;
  /** The sum of the resident sets of all processes of the build. */
  readonly peakMemoryBytes: number | undefined;
  /** How much less was free on the file systems of the temporary directories than when the engine started. */
  readonly peakTempBytes: number | undefined;
}
