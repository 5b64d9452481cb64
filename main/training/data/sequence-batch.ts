// Rows packed into the sequence inputs of a step graph: base sequences first, then a branch of vokens for every end of text, so that one
// pass predicts the vokens of all panels of a story. A branch sees the story up to its own text and itself, and nothing sees a branch.
// Names and shapes: native-models/graphs/training/stage-inputs.ts. Soft tokens themselves come from the cache, not from here.
import type { Picture } from './world-records';
import { NO_LABEL, type SequenceRow } from './sequence-row';

/** Added to the scores of what may not be seen; finite, so that a row that sees nothing stays a number. */
const HIDDEN = -1e9;

export interface SequenceBatch {
  /** B and S: base columns and branches. */
  readonly rows: number;
  readonly columns: number;
  /** (B, S), row by row. */
  readonly ids: Int32Array;
  readonly positions: Int32Array;
  /** (B, 1, S, S): 0 where a column may be seen. */
  readonly bias: Float32Array;
  /** Flat positions (row * S + column) of soft tokens, picture by picture. */
  readonly softPositions: number[];
  /** The pictures whose soft tokens they are. */
  readonly softPictures: Picture[];
  /** (N, n) flat positions that predict the vokens of an end of text. */
  readonly states: number[];
  /** (N): the picture that belongs there. */
  readonly panels: Picture[];
  /** (P) flat positions with a label, and what they should predict. */
  readonly labelPositions: number[];
  readonly labels: number[];
}

/** @param vokens ids of [IMG0], [IMG1], … in order; all but the last go in, all are predicted */
export function sequenceBatchFrom(rows: readonly SequenceRow[], vokens: readonly number[], pad: number): SequenceBatch {
  const branch = vokens.length - 1;
  const longest = Math.max(...rows.map(({ ids }) => ids.length));
  const slots = Math.max(...rows.map(({ ends }) => ends.length));
  const columns = longest + branch * slots;
  const ids = new Int32Array(rows.length * columns).fill(pad);
  const positions = new Int32Array(rows.length * columns);
  const bias = new Float32Array(rows.length * columns * columns).fill(HIDDEN);
  const batch: SequenceBatch = {
    rows: rows.length,
    columns,
    ids,
    positions,
    bias,
    softPositions: [],
    softPictures: [],
    states: [],
    panels: [],
    labelPositions: [],
    labels: [],
  };
  const label = (position: number, token: number): void => {
    batch.labelPositions.push(position);
    batch.labels.push(token);
  };
  rows.forEach((row, b) => {
    const base = b * columns;
    const see = (from: number, first: number, count: number): void => {
      const start = (base + from) * columns + first;
      bias.fill(0, start, start + count);
    };
    for (let column = 0; column < columns; column++) positions[base + column] = column;
    // Padded columns see everything before them: their states are never read, but stay ordinary numbers.
    for (let column = 0; column < longest; column++) see(column, 0, column + 1);
    ids.set(row.ids, base);
    row.labels.forEach((token, column) => {
      if (token !== NO_LABEL) label(base + column, token);
    });
    for (const { position, picture } of row.pictures) {
      for (let i = 0; i < row.numSoftTokens; i++) batch.softPositions.push(base + position + i);
      batch.softPictures.push(picture);
    }
    for (let slot = 0; slot < slots; slot++) {
      const first = longest + branch * slot;
      const end = row.ends[slot];
      for (let i = 0; i < branch; i++) {
        see(first + i, first, i + 1);
        if (end === undefined) continue;
        see(first + i, 0, end.position + 1);
        ids[base + first + i] = vokens[i]!;
        positions[base + first + i] = end.position + 1 + i;
        label(base + first + i, vokens[i + 1]!);
      }
      if (end === undefined) continue;
      batch.states.push(base + end.position, ...Array.from({ length: branch }, (_, i) => base + first + i));
      batch.panels.push(end.picture);
    }
  });
  return batch;
}
