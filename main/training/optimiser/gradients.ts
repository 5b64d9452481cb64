// What happens to gradients between the step graph and the optimiser: summed over micro-batches, averaged, measured, clipped by their
// global norm (R. Pascanu et al., ICML 2013). Not the update itself (adamw.ts).

/** Collects the gradients of several micro-batches. Buffers are made once and used again for every step. */
export class GradientSum {
  readonly #sums = new Map<string, Float32Array>();
  #count = 0;

  /** Adds one micro-batch; arrays are copied. */
  add(gradients: ReadonlyMap<string, Float32Array>): void {
    for (const [path, gradient] of gradients) {
      const sum = this.#sums.get(path);
      if (sum === undefined) this.#sums.set(path, Float32Array.from(gradient));
      else if (this.#count === 0) sum.set(gradient);
      else for (let i = 0; i < sum.length; i++) sum[i]! += gradient[i]!;
    }
    // A parameter that no micro-batch of this step reaches keeps no old gradient.
    if (this.#count === 0) {
      for (const [path, sum] of this.#sums) if (!gradients.has(path)) sum.fill(0);
    }
    this.#count += 1;
  }

  /** The mean over the micro-batches; the sum starts anew with the next `add`. */
  takeMean(): ReadonlyMap<string, Float32Array> {
    const scale = 1 / Math.max(this.#count, 1);
    if (scale !== 1) for (const sum of this.#sums.values()) scaleInPlace(sum, scale);
    this.#count = 0;
    return this.#sums;
  }
}

/** Euclidean norm over all gradients together; NaN or infinite when any element is. */
export function globalNorm(gradients: ReadonlyMap<string, Float32Array>): number {
  let total = 0;
  for (const gradient of gradients.values()) {
    for (let i = 0; i < gradient.length; i++) total += gradient[i]! * gradient[i]!;
  }
  return Math.sqrt(total);
}

/** Scales all gradients in place so that their global norm is at most `limit`; `norm` is their norm as measured. */
export function clipToNorm(gradients: ReadonlyMap<string, Float32Array>, norm: number, limit: number): void {
  // torch's clip_grad_norm_ adds 1e-6 to the norm, so a gradient just above the limit is the same here and there.
  const scale = limit / (norm + 1e-6);
  if (scale < 1) for (const gradient of gradients.values()) scaleInPlace(gradient, scale);
}

function scaleInPlace(values: Float32Array, scale: number): void {
  for (let i = 0; i < values.length; i++) values[i]! *= scale;
}
