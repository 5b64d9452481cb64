// Measures the book's fonts once: npx tsx scripts/font-metrics.ts. Writes the advance widths that common/book sets lines with
// (common/book/metrics/<face>.json), and the same fonts as @font-face rules for the window (renderer/ui/book-fonts.css).
// The fonts are subsets by script; each subset counts only for its own unicode-range, as in a browser.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fontkit from 'fontkit';
import { bookFontFamilies, fontFileOf, type BookFontFamily } from '../common/book/font-families';

const ROOT = join(import.meta.dirname, '..');
const SCALE = 1000; // widths are thousandths of an em

const codePointsOf = (ranges: string): ((code: number) => boolean) => {
  const parsed = ranges.split(',').map((range) => {
    const [first = '', last = first] = range.trim().replace('U+', '').split('-');
    return [parseInt(first, 16), parseInt(last, 16)] as const;
  });
  return (code) => parsed.some(([first, last]) => code >= first && code <= last);
};

function widthsOf(family: BookFontFamily, weight: number): Map<number, number> {
  const widths = new Map<number, number>();
  for (const subset of family.subsets) {
    const file = fontFileOf(family, subset, weight);
    const font = fontkit.openSync(join(ROOT, 'node_modules/@fontsource', family.folder, 'files', file)) as fontkit.Font;
    const covers = codePointsOf(subset.ranges);
    for (const code of font.characterSet) {
      if (code < 32 || !covers(code)) continue;
      widths.set(code, Math.round((font.glyphForCodePoint(code).advanceWidth * SCALE) / font.unitsPerEm));
    }
  }
  return widths;
}

/** Runs of neighbouring code points: `[first, [widths]]`. */
function runsOf(widths: ReadonlyMap<number, number>): [number, number[]][] {
  const runs: [number, number[]][] = [];
  for (const code of [...widths.keys()].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    const width = widths.get(code) ?? 0;
    if (run !== undefined && run[0] + run[1].length === code) run[1].push(width);
    else runs.push([code, [width]]);
  }
  return runs;
}

mkdirSync(join(ROOT, 'common/book/metrics'), { recursive: true });
for (const family of bookFontFamilies) {
  for (const weight of family.weights) {
    const name = `${family.folder}-${weight}.json`;
    const lines = runsOf(widthsOf(family, weight)).map((run) => JSON.stringify(run));
    writeFileSync(join(ROOT, 'common/book/metrics', name), `[\n${lines.join(',\n')}\n]\n`);
    console.log(`common/book/metrics/${name}`, readFileSync(join(ROOT, 'common/book/metrics', name)).length, 'bytes');
  }
}

const rules = bookFontFamilies.flatMap((family) =>
  family.weights.flatMap((weight) =>
    family.subsets.map(
      (subset) => `@font-face {
  font-family: '${family.cssName}';
  font-weight: ${weight};
  font-display: block;
  src: url('@fontsource/${family.folder}/files/${fontFileOf(family, subset, weight)}') format('woff2');
  unicode-range: ${subset.ranges.replaceAll(',', ', ')};
}`,
    ),
  ),
);
writeFileSync(
  join(ROOT, 'renderer/ui/book-fonts.css'),
  `/* The book's own fonts, the very files that print. Made by scripts/font-metrics.ts; do not edit. */\n${rules.join('\n\n')}\n`,
);
