// Classifier-free guidance: pushes a conditional prediction away from the unconditional one. The unconditional condition
// is the mapper of zero vokens, a constant of a bundle. Not the network run: it takes predictions that are already there.
// Sources: Ho & Salimans 2022 eq. 6 in the form of MiniGPT-5 eq. 4; rescale: Lin et al. 2023 eq. 15-16; interval:
// Kynkäänniemi et al. 2024.
import { StudioError } from '../../common/base/studio-error';

export interface GuidanceOptions {
  /** γ: 1 is the conditional prediction itself, 0 the unconditional one. */
  readonly scale: number;
  /** φ: how much of the conditional prediction's contrast to restore, 0 (none, default) to 1. */
  readonly rescale?: number;
  /** Shares of the way from first to last evaluation between which guidance acts; outside, γ = 1. Default: all. */
  readonly interval?: { readonly from: number; readonly to: number };
}

/**
 * Whether evaluation `index` of `count` is guided at all. Where it is not, the unconditional run can be left out: half
 * the work of that evaluation.
 */
export function isGuidedAt(options: GuidanceOptions, index: number, count: number): boolean {
  if (options.scale === 1) return false;
  if (options.interval === undefined) return true;
  const share = count <= 1 ? 0 : index / (count - 1);
  return share >= options.interval.from && share <= options.interval.to;
}

/**
 * ε = ε₀ + γ (ε_c - ε₀), per picture. Both arrays hold `batch` pictures of equal size; the rescale's statistics are per
 * picture. Throws 'shape-mismatch' when the arrays differ in length or do not divide by the batch.
 */
export function guide(
  unconditional: Float32Array,
  conditional: Float32Array,
  options: GuidanceOptions,
  batch = 1,
): Float32Array {
  if (unconditional.length !== conditional.length || conditional.length % batch !== 0) {
    throw new StudioError(
      'shape-mismatch',
      `guidance: ${unconditional.length} unconditional and ${conditional.length} conditional values for ${batch} pictures; ` +
        'expected equal lengths that divide by the number of pictures',
    );
  }
  const { scale, rescale = 0 } = options;
  const guided = conditional.map((value, i) => unconditional[i]! + scale * (value - unconditional[i]!));
  if (rescale === 0) return guided;
  const size = conditional.length / batch;
  for (let b = 0; b < batch; b++) {
    const picture = guided.subarray(b * size, (b + 1) * size);
    const contrast = deviationOf(conditional.subarray(b * size, (b + 1) * size)) / deviationOf(picture);
    const factor = rescale * contrast + (1 - rescale); // eq. 15 and 16 folded into one factor
    for (let i = 0; i < size; i++) picture[i] = picture[i]! * factor;
  }
  return guided;
}

/**
 * Guides one network output whose batch is [unconditional…, conditional…] (float32[2B][…] flattened): the layout of a
 * guided evaluation that runs both halves at once. Returns float32[B][…] flattened.
 */
export function guideHalves(output: Float32Array, options: GuidanceOptions, batch = 1): Float32Array {
  const half = output.length / 2;
  if (!Number.isInteger(half)) {
    throw new StudioError('shape-mismatch', `guidance: ${output.length} values cannot be two halves`);
  }
  return guide(output.subarray(0, half), output.subarray(half), options, batch);
}

/** Sample standard deviation (n - 1), the reference's. */
function deviationOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return Math.sqrt(squares / Math.max(values.length - 1, 1));
}
