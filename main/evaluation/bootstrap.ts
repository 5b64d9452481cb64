// Intervals for figures that are not plain shares: a ratio over several counts, or a difference of two systems on the same questions.
// The percentile bootstrap (B. Efron, Annals of Statistics 7, 1979), seeded: whole questions are drawn again with replacement, so
// that what belongs together stays together. Not for shares: share.ts has an exact enough interval for those.
import { Rng } from '../../common/base/rng';

export interface Estimate {
  /** Null when there was nothing to count. */
  readonly value: number | null;
  /** Ends of the 95 % interval; null together with the value. */
  readonly low: number | null;
  readonly high: number | null;
  /** Questions that were counted. */
  readonly count: number;
}

const RESAMPLES = 2000;

/**
 * A statistic of `items` with its 95 % interval. Samples where it is not finite (nothing to divide by) are left out.
 * The same items and seed give the same interval.
 */
export function bootstrap<T>(items: readonly T[], statistic: (sample: readonly T[]) => number, seed: number): Estimate {
  const count = items.length;
  const value = count === 0 ? Number.NaN : statistic(items);
  if (!Number.isFinite(value)) return { value: null, low: null, high: null, count };
  const rng = new Rng(seed).fork('bootstrap');
  const values: number[] = [];
  for (let sample = 0; sample < RESAMPLES; sample++) {
    const drawn = statistic(Array.from({ length: count }, () => items[rng.int(count)] as T));
    if (Number.isFinite(drawn)) values.push(drawn);
  }
  values.sort((a, b) => a - b);
  return { value, low: quantile(values, 0.025), high: quantile(values, 0.975), count };
}

/** One question that two systems have answered, with the same seed. */
export interface Pair {
  readonly ours: boolean;
  readonly theirs: boolean;
}

/** How much larger our share of right answers is than theirs, from -1 to 1. */
export function pairedDifference(pairs: readonly Pair[], seed: number): Estimate {
  return bootstrap(
    pairs,
    (sample) => sample.reduce((sum, { ours, theirs }) => sum + Number(ours) - Number(theirs), 0) / sample.length,
    seed,
  );
}

/** Of sorted values, between neighbours in a straight line. */
function quantile(sorted: readonly number[], share: number): number | null {
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (at - Math.floor(at));
}
