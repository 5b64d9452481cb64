// How far an adapter is from changing nothing, and from another adapter: Frobenius norms of what is added to the weights. Low-rank sums are
// measured without ever making the full matrix, by ‖Σ B A‖² = Σ (BᵀB)·(A Aᵀ).
import type { LowRankPart, LowRankSite } from './low-rank-file';

/** ‖Σ_sites B A‖ over all layers of a part. */
export function lowRankNorm(part: LowRankPart): number {
  let sum = 0;
  for (const site of part.values()) sum += inner(site, site);
  return Math.sqrt(Math.max(sum, 0));
}

/** The norm of the difference of two parts; a layer that only one has counts in full. */
export function lowRankDistance(one: LowRankPart, other: LowRankPart): number {
  let sum = 0;
  for (const path of new Set([...one.keys(), ...other.keys()])) {
    const [a, b] = [one.get(path), other.get(path)];
    if (a !== undefined) sum += inner(a, a);
    if (b !== undefined) sum += inner(b, b);
    if (a !== undefined && b !== undefined) sum -= 2 * inner(a, b);
  }
  return Math.sqrt(Math.max(sum, 0));
}

/** Σ_ij (B₁A₁)_ij (B₂A₂)_ij */
function inner(one: LowRankSite, other: LowRankSite): number {
  const width = one.a.length / one.rank;
  const height = one.b.length / one.rank;
  let sum = 0;
  for (let r = 0; r < one.rank; r++) {
    for (let s = 0; s < other.rank; s++) {
      let rows = 0;
      for (let i = 0; i < height; i++) rows += one.b[i * one.rank + r]! * other.b[i * other.rank + s]!;
      let columns = 0;
      for (let j = 0; j < width; j++) columns += one.a[r * width + j]! * other.a[s * width + j]!;
      sum += rows * columns;
    }
  }
  return sum;
}

/** ‖x − y‖² of equally long arrays. */
export function squaredDistance(x: Float32Array, y: Float32Array): number {
  let sum = 0;
  for (const [i, value] of x.entries()) sum += (value - y[i]!) ** 2;
  return sum;
}
