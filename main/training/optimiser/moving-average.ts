// Exponential moving average of the trained parameters: steadier than the last step, and what is exported. The decay warms up as
// (1 + n) / (10 + n), so that the random start is forgotten. It never feeds back into training.
import type { OptimiserState, TrainedParameter } from './adamw';

export class MovingAverage {
  readonly #parameters: readonly TrainedParameter[];
  readonly #decay: number;
  readonly #shadows: Map<string, Float32Array>;
  #count: number;

  /** @param saved averages of an earlier run by path, after `count` updates */
  constructor(
    parameters: readonly TrainedParameter[],
    decay: number,
    saved?: { readonly count: number; readonly values: ReadonlyMap<string, Float32Array> },
  ) {
    this.#parameters = parameters;
    this.#decay = decay;
    this.#count = saved?.count ?? 0;
    this.#shadows = new Map(
      parameters.map(({ path, values }) => [path, Float32Array.from(saved?.values.get(path) ?? values)]),
    );
  }

  get count(): number {
    return this.#count;
  }

  /** Takes in the parameters as they are now. */
  update(): void {
    this.#count += 1;
    const keep = Math.min(this.#decay, (1 + this.#count) / (10 + this.#count));
    for (const { path, values } of this.#parameters) {
      const shadow = this.#shadows.get(path)!;
      for (let i = 0; i < shadow.length; i++) shadow[i]! += (values[i]! - shadow[i]!) * (1 - keep);
    }
  }

  /** The averaged values by path; live arrays, not to be changed. */
  values(): ReadonlyMap<string, Float32Array> {
    return this.#shadows;
  }

  state(): OptimiserState {
    return new Map(
      this.#parameters.map(({ path, shape }) => [path, { shape, values: this.#shadows.get(path)! }] as const),
    );
  }
}
