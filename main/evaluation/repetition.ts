// Repetition in a story: how many runs of four words stood in it before. Names and places come again in any story; four words in a row
// seldom do. Plain counting, no model.

const RUN_LENGTH = 4;

/**
 * Counts runs of four words in all texts after the first, within one text each, and how many of them occurred earlier in the story,
 * the first text included.
 */
export function repeatedRuns(texts: readonly string[]): { readonly runs: number; readonly repeated: number } {
  const seen = new Set<string>();
  let runs = 0;
  let repeated = 0;
  for (const [at, text] of texts.entries()) {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
    for (let start = 0; start + RUN_LENGTH <= words.length; start++) {
      const run = words.slice(start, start + RUN_LENGTH).join(' ');
      if (at > 0) {
        runs += 1;
        if (seen.has(run)) repeated += 1;
      }
      seen.add(run);
    }
  }
  return { runs, repeated };
}
