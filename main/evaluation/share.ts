// A share with its uncertainty. Wilson's score interval (E. B. Wilson, JASA 22, 1927): unlike the textbook one it stays inside 0 to 1
// and means something for few trials and for shares near the ends.

export interface Share {
  /** From 0 to 1; null when there was nothing to count. */
  readonly share: number | null;
  /** Ends of the 95 % interval; 0 and 1 when there was nothing to count. */
  readonly low: number;
  readonly high: number;
  readonly hits: number;
  readonly trials: number;
}

const Z = 1.959963984540054; // 97.5 % point of the standard normal distribution

/** `hits` of `trials`, taken as independent. */
export function shareOf(hits: number, trials: number): Share {
  if (!Number.isInteger(hits) || !Number.isInteger(trials) || hits < 0 || hits > trials) {
    throw new RangeError(`A share needs whole numbers with 0 <= hits <= trials; got ${hits} of ${trials}.`);
  }
  if (trials === 0) return { share: null, low: 0, high: 1, hits, trials };
  const p = hits / trials;
  const z2 = Z * Z;
  const center = p + z2 / (2 * trials);
  const spread = Z * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials * trials));
  const scale = 1 + z2 / trials;
  return {
    share: p,
    low: Math.max(0, (center - spread) / scale),
    high: Math.min(1, (center + spread) / scale),
    hits,
    trials,
  };
}

/** Counts yes and no. */
export class Tally {
  #hits = 0;
  #trials = 0;

  add(isHit: boolean): void {
    this.#hits += isHit ? 1 : 0;
    this.#trials += 1;
  }

  share(): Share {
    return shareOf(this.#hits, this.#trials);
  }
}
