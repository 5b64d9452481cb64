// The learning rate over a run: linear warm-up by steps, then a decay over the share of the budget that is spent. The budget is a number
// of steps or of minutes; with minutes a slow machine ends at the same point of the schedule as a fast one.

export type Decay = 'cosine' | 'linear' | 'constant';

export interface RateSchedule {
  /** The rate after the warm-up. */
  readonly rate: number;
  readonly warmupSteps: number;
  readonly decay: Decay;
  /** What the decay ends at, as a share of `rate`. */
  readonly finalShare: number;
}

/** Steps, minutes, or both: whichever is spent first. */
export interface Budget {
  readonly steps?: number | undefined;
  readonly minutes?: number | undefined;
}

/** Share of the budget that is spent, 0 to 1. A budget of nothing is spent at once. */
export function spentShare(
  { steps, minutes }: Budget,
  done: { readonly steps: number; readonly seconds: number },
): number {
  const ofSteps = steps === undefined ? 0 : steps <= 0 ? 1 : done.steps / steps;
  const ofMinutes = minutes === undefined ? 0 : minutes <= 0 ? 1 : done.seconds / (minutes * 60);
  return Math.min(1, Math.max(ofSteps, ofMinutes));
}

/** The rate of the step that comes after `stepsDone` steps, at `share` of the budget. */
export function rateAt(
  { rate, warmupSteps, decay, finalShare }: RateSchedule,
  stepsDone: number,
  share: number,
): number {
  const warm = Math.min(1, (stepsDone + 1) / Math.max(1, warmupSteps));
  return rate * warm * (finalShare + (1 - finalShare) * remaining(decay, share));
}

function remaining(decay: Decay, share: number): number {
  switch (decay) {
    case 'cosine':
      return 0.5 * (1 + Math.cos(Math.PI * share));
    case 'linear':
      return 1 - share;
    case 'constant':
      return 1;
  }
}
