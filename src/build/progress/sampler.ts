/** Looks at something again and again, and keeps what it saw last and the most it saw. */

/** Samples of a number. */
export interface Sampler {
  /** Undefined before the first sample. */
  readonly last: number | undefined;
  readonly peak: number | undefined;
  /** Looks once more, unless it still does. */
  look(): Promise<void>;
}

/** A sampler of what `measure` resolves to. A look that fails counts as none. */
export function makeSampler(measure: () => Promise<number>): Sampler {
  let last: number | undefined;
  let peak: number | undefined;
  let looking: Promise<void> | undefined;
  return {
    get last() {
      return last;
    },
    get peak() {
      return peak;
    },
    look() {
      looking ??= measure()
        .then((value) => {
          last = value;
          peak = Math.max(peak ?? 0, value);
        })
        .catch(() => undefined)
        .finally(() => {
          looking = undefined;
        });
      return looking;
    },
  };
}
