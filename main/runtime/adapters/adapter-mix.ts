// Several adapters with strengths as one set of numbers. Low-rank parts are put side by side along the rank, the strength inside B, which
// adds their changes up; rows of vokens and tensors of the mapper move from the bundle's own towards each adapter's by its strength:
// W = W₀ + Σ sᵢ (Wᵢ − W₀). So strength 1 of a single adapter is what was trained, and strength 0 is the bundle. Pure arithmetic.
import { loraShapes } from '../../../native-models/nn/param-scope';
import type { Adapter } from './read-adapter';
import type { LowRankPart, LowRankSite } from './low-rank-file';
import { floatTensor } from '../tensor';
import type { Tensors } from '../session';

/** An adapter's folder and how strongly it acts. */
export interface AdapterChoice {
  readonly dir: string;
  readonly strength: number;
}

export interface StrongAdapter {
  readonly adapter: Adapter;
  /** Above 0. */
  readonly strength: number;
}

export interface MixedLowRank {
  /** Paths of the layers that any of them changes. */
  readonly sites: ReadonlySet<string>;
  /**
   * `<path>.lora_A.weight` float32 (r, in) and `<path>.lora_B.weight` float32 (out, r), r the sum of their ranks at that layer; (r, in, k, k)
   * and (out, r, 1, 1) for convolutions.
   */
  readonly feeds: Tensors;
}

/** The voices or the looks of several adapters as inputs of one network; undefined where none has such a part. */
export function mixedLowRank(adapters: readonly StrongAdapter[], part: 'voice' | 'look'): MixedLowRank | undefined {
  const parts = adapters.map(({ adapter, strength }) => ({ layers: adapter[part], strength }));
  const sites = new Set(parts.flatMap(({ layers }) => [...layers.keys()]));
  if (sites.size === 0) return undefined;
  const feeds: Record<string, Tensors[string]> = {};
  for (const path of sites) {
    const { a, b, rank, site } = sideBySide(parts, path);
    const shapes = loraShapes(site, rank);
    feeds[`${path}.lora_A.weight`] = floatTensor(a, shapes.a);
    feeds[`${path}.lora_B.weight`] = floatTensor(b, shapes.b);
  }
  return { sites, feeds };
}

function sideBySide(
  parts: readonly { readonly layers: LowRankPart; readonly strength: number }[],
  path: string,
): LowRankSite {
  const here = parts.flatMap(({ layers, strength }) => {
    const site = layers.get(path);
    return site === undefined ? [] : [{ ...site, strength }];
  });
  const rank = here.reduce((sum, site) => sum + site.rank, 0);
  const [first] = here;
  const width = first!.a.length / first!.rank;
  const height = first!.b.length / first!.rank;
  const a = new Float32Array(rank * width);
  const b = new Float32Array(height * rank);
  let offset = 0;
  for (const site of here) {
    a.set(site.a, offset * width);
    for (let row = 0; row < height; row++) {
      for (let r = 0; r < site.rank; r++) b[row * rank + offset + r] = site.strength * site.b[row * site.rank + r]!;
    }
    offset += site.rank;
  }
  return { rank, a, b, site: first!.site };
}

/** W₀ + Σ sᵢ (Wᵢ − W₀); the own numbers themselves where nothing was learned. */
export function mixedValues(
  own: Float32Array,
  learned: readonly { readonly values: Float32Array; readonly strength: number }[],
): Float32Array {
  if (learned.length === 0) return own;
  return own.map((value, i) =>
    learned.reduce((sum, { values, strength }) => sum + strength * (values[i]! - value), value),
  );
}
