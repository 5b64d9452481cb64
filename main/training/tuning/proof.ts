// How far tuned numbers are from others, part by part, as an adapter's card tells it: Frobenius norms of what changes in the weights. The
// low-rank sums are measured without making the full matrices. Pure arithmetic.
import type { AdapterPartName, AdapterProof } from '../../../common/domain/adapter';
import type { StageConfig } from '../../../native-models/graphs/training/stage-config';

export type Values = ReadonlyMap<string, Float32Array>;

export const isAllFinite = (values: Float32Array): boolean => values.every(Number.isFinite);

/** The parts that a stage trains, each with the norm of its difference from `other`. A low-rank part starts from zero by itself. */
export function distancesOf(config: StageConfig, values: Values, other: Values): AdapterProof['normPerPart'] {
  const norms: Partial<Record<AdapterPartName, number>> = {};
  const { language, look, trains } = config;
  if (language.kind === 'lora') norms.voice = lowRank('model.', language, values, other);
  if (look !== undefined) norms.look = lowRank('unet.', look, values, other);
  if (trains.rowsIn || trains.rowsOut) norms.vokens = plain('vokens.', values, other);
  if (trains.mapperTransformer || trains.mapperMlp) norms.mapper = plain('mapper.', values, other);
  return norms;
}

export const normOfAll = (parts: AdapterProof['normPerPart']): number =>
  Math.hypot(...Object.values(parts).map((norm) => norm ?? 0));

function plain(prefix: string, values: Values, other: Values): number {
  let sum = 0;
  for (const [path, one] of values) {
    const two = other.get(path);
    if (!path.startsWith(prefix) || two === undefined) continue;
    for (let i = 0; i < one.length; i++) sum += (one[i]! - two[i]!) ** 2;
  }
  return Math.sqrt(sum);
}

function lowRank(
  prefix: string,
  { rank, alpha }: { readonly rank: number; readonly alpha: number },
  values: Values,
  other: Values,
): number {
  const scale = (alpha / rank) ** 2;
  let sum = 0;
  for (const path of values.keys()) {
    const site = path.startsWith(prefix) ? /^(.*)\.lora_A\.weight$/.exec(path)?.[1] : undefined;
    if (site === undefined) continue;
    const factors = (from: Values): Factors => ({
      a: from.get(`${site}.lora_A.weight`)!,
      b: from.get(`${site}.lora_B.weight`)!,
      rank,
    });
    const [one, two] = [factors(values), factors(other)];
    sum += scale * (inner(one, one) - 2 * inner(one, two) + inner(two, two));
  }
  return Math.sqrt(Math.max(sum, 0));
}

interface Factors {
  /** (r, in) */
  readonly a: Float32Array;
  /** (out, r) */
  readonly b: Float32Array;
  readonly rank: number;
}

/** Σ (B₁A₁)∘(B₂A₂) = Σ_rs (B₁ᵀB₂)_rs (A₁A₂ᵀ)_rs */
function inner(one: Factors, two: Factors): number {
  const { rank } = one;
  const [width, height] = [one.a.length / rank, one.b.length / rank];
  let sum = 0;
  for (let r = 0; r < rank; r++) {
    for (let s = 0; s < rank; s++) {
      let rows = 0;
      for (let i = 0; i < height; i++) rows += one.b[i * rank + r]! * two.b[i * rank + s]!;
      let columns = 0;
      for (let j = 0; j < width; j++) columns += one.a[r * width + j]! * two.a[s * width + j]!;
      sum += rows * columns;
    }
  }
  return sum;
}
