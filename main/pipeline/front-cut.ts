// Where a story that is longer than the window begins: at marks that lie a step apart along the whole story, so that from panel to
// panel the beginning mostly stays and what was read of it is still good. It counts places and knows neither tokens nor pictures.

/**
 * The panel to begin with when those before `from` do not fit: the first at or after `from` that stands on a mark. A mark is where
 * the panels before it, counted from the start of the story, pass another multiple of `step` places: it hangs on nothing that comes
 * later. Where a mark would leave less than half of what fits, or there is none, the answer is `from`.
 * @param sizes places of every panel, oldest first; estimates do, if the same panel always gets the same one
 */
export function frontCut(sizes: readonly number[], from: number, step: number): number {
  const before = [0];
  for (const size of sizes) before.push(before.at(-1)! + size);
  const total = before.at(-1)!;
  for (let start = from; start < sizes.length; start++) {
    if (total - before[start]! < (total - before[from]!) / 2) break;
    if (start === 0 || Math.floor(before[start]! / step) > Math.floor(before[start - 1]! / step)) return start;
  }
  return from;
}
