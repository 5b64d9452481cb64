// What a step is fed in place of tokens' own rows: soft tokens of pictures, then rows of new words, each at its place.
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { SequenceRow } from '../../../main/training/data/sequence-row';
import { SequenceText } from '../../../main/training/data/sequence-text';
import { stepFeedsFrom, type FeedSources } from '../../../main/training/stages/step-feeds';

const tokens = { bos: 1, eos: 2, pad: 3, imagePlaceholder: 9, vokens: [40, 41] };
const encode = (text: string): number[] => [...text.trim()].map((letter) => letter.charCodeAt(0));
const picture = { id: 'p', path: 'p.png', captions: [], graph: undefined };
const empty = (numSoftTokens: number): SequenceRow =>
  new SequenceRow('s', new SequenceText({ encode }, tokens, { open: 7, close: 8 }), numSoftTokens);
const rowOf = (...texts: string[]): SequenceRow => {
  const row = empty(2);
  for (const text of texts) {
    row.add(encode(text));
    row.endPanel(picture);
    row.addSlot('soft', picture);
  }
  return row;
};
const sources: FeedSources = {
  vokens: tokens.vokens,
  pad: tokens.pad,
  hiddenSize: 2,
  soft: {
    rowLength: 4,
    read: (pictures) => Float32Array.from({ length: 4 * pictures.length }, (_, i) => i),
    close: () => undefined,
  },
};
const word = { pieces: encode('elk'), own: Float32Array.of(0, 0), row: Float32Array.of(0.5, -0.5) };
const fed = (given: FeedSources, ...rows: SequenceRow[]) => {
  const losses = { text: 0, ldm: 0, caption: 0, reader: 0 };
  const { tensors } = stepFeedsFrom(rows, given, { losses, drop: 0, drawnPanels: 1 }, new Rng(1));
  const { soft_positions: positions, soft_tokens: soft, input_ids: ids } = tensors;
  return {
    positions: [...positions!.data].map(Number),
    soft: [...(soft!.data as Float32Array)],
    shape: soft!.shape,
    ids,
  };
};

describe('what stands in place of rows', () => {
  it('are soft tokens alone where there are no words', () => {
    const { positions, soft } = fed(sources, rowOf('an elk'));
    expect(soft).toEqual([0, 1, 2, 3]);
    expect(positions).toHaveLength(2);
  });

  it('are rows of words too, at their last pieces in every row, also without pictures', () => {
    const { positions, soft, shape, ids } = fed(
      { ...sources, words: [word] },
      rowOf('an elk'),
      rowOf('no', 'elks elk'),
    );
    expect(soft.slice(12)).toEqual([0.5, -0.5, 0.5, -0.5, 0.5, -0.5]);
    expect(shape).toEqual([positions.length, 2]);
    for (const position of positions.slice(6)) expect(Number(ids!.data[position])).toBe('k'.charCodeAt(0));
    expect(new Set(positions).size).toBe(9);
    const blind = empty(0);
    blind.add(encode('elk'));
    blind.endPanel(picture);
    expect(fed({ ...sources, soft: undefined, words: [word] }, blind).soft).toEqual([0.5, -0.5]);
  });
});
