// The order in which a stage sees its records: shuffled epochs, and batches of rows of like length, so that little is computed on
// padding. Everything follows from the seed and the number of the batch: a resumed run sees what it would have seen.
import type { Rng } from '../../../common/base/rng';
import { StudioError } from '../../../common/base/studio-error';
import type { SequenceRow } from '../data/sequence-row';
import type { RowSource } from './row-source';

/** Batches that are drawn together, sorted by length and dealt in random order. */
const BATCHES_AT_ONCE = 8;

export class RowFeed {
  readonly #source: RowSource;
  readonly #batchRows: number;
  readonly #rng: Rng;
  #order: { readonly epoch: number; readonly indices: readonly number[] } | undefined;
  #block: { readonly number: number; readonly batches: readonly (readonly SequenceRow[])[] } | undefined;

  constructor(source: RowSource, batchRows: number, rng: Rng) {
    this.#source = source;
    this.#batchRows = batchRows;
    this.#rng = rng;
  }

  /** Rows of batch `number`, counted from 0; at least one of them draws a panel. */
  batch(number: number): readonly SequenceRow[] {
    const blockNumber = Math.floor(number / BATCHES_AT_ONCE);
    if (this.#block?.number !== blockNumber) this.#block = { number: blockNumber, batches: this.#deal(blockNumber) };
    return this.#block.batches[number % BATCHES_AT_ONCE]!;
  }

  #deal(blockNumber: number): SequenceRow[][] {
    const rng = this.#rng.fork(`block-${blockNumber}`);
    const size = this.#batchRows * BATCHES_AT_ONCE;
    const rows = Array.from({ length: size }, (_, i) => {
      const position = blockNumber * size + i;
      return this.#source.row(this.#recordAt(position), rng.fork(`row-${i}`));
    });
    rows.sort((a, b) => a.ids.length - b.ids.length);
    const batches = Array.from({ length: BATCHES_AT_ONCE }, (_, i) =>
      rows.slice(i * this.#batchRows, (i + 1) * this.#batchRows),
    );
    batches.forEach((batch, i) => {
      // A batch that draws nothing would train half the losses only.
      for (let tries = 0; batch.every(({ ends }) => ends.length === 0); tries++) {
        if (tries > this.#source.count) throw new StudioError('bad-request', 'No record has a picture to draw.');
        const position = blockNumber * size + i * this.#batchRows + tries;
        batch[0] = this.#source.row(this.#recordAt(position), rng.fork(`again-${i}-${tries}`), true);
      }
    });
    return rng.fork('order').shuffle(batches);
  }

  /** The record at a position of the endless sequence of shuffled epochs. */
  #recordAt(position: number): number {
    const { count } = this.#source;
    const epoch = Math.floor(position / count);
    if (this.#order?.epoch !== epoch) {
      const indices = this.#rng.fork(`epoch-${epoch}`).shuffle(Array.from({ length: count }, (_, i) => i));
      this.#order = { epoch, indices };
    }
    return this.#order.indices[position % count]!;
  }
}
