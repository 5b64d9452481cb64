// After which evaluations a preview is worth a run of the decoder: at most three a picture, none so early that it shows only noise, and
// none at the end, where the picture itself follows.

/** Numbers of evaluations (1-based) of `count` after which to show a preview. */
export function previewSteps(count: number): ReadonlySet<number> {
  if (count < 4) return new Set();
  const shares = count < 10 ? [0.5] : [0.3, 0.55, 0.8];
  return new Set(shares.map((share) => Math.round(share * count)));
}
