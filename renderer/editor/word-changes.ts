// Which words of a text came and went between two states. By words, as the reader sees them, also where none stand between spaces.
// Pure.

export interface WordPiece {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Beyond so many pairs of words the middle is shown as replaced: it would take longer than reading it. */
const MAX_PAIRS = 1_000_000;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
const wordsOf = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment);

/** The texts as pieces: leaving out `new` gives `before`, leaving out `gone` gives `after`. */
export function wordChanges(before: string, after: string): WordPiece[] {
  const a = wordsOf(before);
  const b = wordsOf(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return joined([
    ...a.slice(0, start).map(same),
    ...middleChanges(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...a.slice(a.length - end).map(same),
  ]);
}

const same = (text: string): WordPiece => ({ kind: 'same', text });

function middleChanges(a: readonly string[], b: readonly string[]): WordPiece[] {
  if (a.length * b.length > MAX_PAIRS) return [gone(a.join('')), added(b.join(''))];
  // Lengths of the longest common sequences of the rests, row by row from the end.
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * width + j;
      lengths[at] =
        a[i] === b[j] ? (lengths[at + width + 1] ?? 0) + 1 : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0);
    }
  }
  const pieces: WordPiece[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const at = i * width + j;
    if (a[i] === b[j]) {
      pieces.push(same(a[i++] ?? ''));
      j++;
    } else if ((lengths[at + width] ?? 0) >= (lengths[at + 1] ?? 0)) pieces.push(gone(a[i++] ?? ''));
    else pieces.push(added(b[j++] ?? ''));
  }
  return [...pieces, ...a.slice(i).map(gone), ...b.slice(j).map(added)];
}

const gone = (text: string): WordPiece => ({ kind: 'gone', text });
const added = (text: string): WordPiece => ({ kind: 'new', text });

function joined(pieces: readonly WordPiece[]): WordPiece[] {
  const result: WordPiece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece.text === '') continue;
    if (last?.kind === piece.kind) result[result.length - 1] = { ...last, text: last.text + piece.text };
    else result.push(piece);
  }
  return result;
}
