// One optimiser over groups of parameters with learning rates of their own, each a share of the common one. Not a schedule.
import type { Optimiser, OptimiserState, TrainedParameter } from './adamw';

/** @param make an optimiser of a group's parameters; entries of a saved state that are not theirs are ignored by it */
export function byRate(
  parameters: readonly TrainedParameter[],
  shareOf: (path: string) => number,
  make: (group: readonly TrainedParameter[]) => Optimiser,
): Optimiser {
  const groups = new Map<number, TrainedParameter[]>();
  for (const parameter of parameters) {
    const share = shareOf(parameter.path);
    groups.set(share, [...(groups.get(share) ?? []), parameter]);
  }
  const made = [...groups].map(([share, group]) => ({ share, optimiser: make(group) }));
  return {
    async step(gradients, rate, step) {
      for (const { share, optimiser } of made) await optimiser.step(gradients, rate * share, step);
    },
    state: (): OptimiserState => new Map(made.flatMap(({ optimiser }) => [...optimiser.state()])),
  };
}
