// A figure of a benchmark: what was measured, in which unit, and how it spread over its runs. No opinion on what is fast enough.

export type Unit = 'ms' | 'bytes' | 'ratio';

export interface Figure {
  readonly name: string;
  readonly unit: Unit;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly runs: number;
}

/** Throws RangeError without a sample, or where one is not finite: a figure is never made up. */
export function figureFrom(name: string, unit: Unit, samples: readonly number[]): Figure {
  const sorted = [...samples].sort((a, b) => a - b);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  if (low === undefined || high === undefined || !sorted.every(Number.isFinite)) {
    throw new RangeError(`"${name}" needs at least one finite sample; got [${samples.join(', ')}].`);
  }
  return { name, unit, median: (low + high) / 2, min: sorted[0]!, max: sorted.at(-1)!, runs: sorted.length };
}
