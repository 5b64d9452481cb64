// Rows and packed batches against the rules of the sequence format, written out by hand: what is predicted where, who sees whom, and that
// everything follows from the seed.
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { noNames, withNewNames } from '../../../main/training/data/new-names';
import { sequenceBatchFrom } from '../../../main/training/data/sequence-batch';
import {
  captioningRow,
  captionRow,
  dialogueRow,
  NO_LABEL,
  SequenceRow,
  storyRow,
  type RowFormat,
  type SlotKind,
} from '../../../main/training/data/sequence-row';
import { SequenceText } from '../../../main/training/data/sequence-text';
import type { Dialogue, Picture, Story } from '../../../main/training/data/world-records';
import { RowFeed } from '../../../main/training/stages/row-feed';
import { rowSourcesFrom } from '../../../main/training/stages/row-source';

const BOS = 1;
const EOS = 2;
const PAD = 3;
const OPEN = 10;
const CLOSE = 11;
const VOKENS = [20, 21, 22, 23];
const IMG0 = 20;
const HERE = 30;
// Every word is one token: its number, or 100 and its length.
const encode = (text: string): number[] =>
  text
    .trim()
    .split(' ')
    .map((word) => (/^\d+$/.test(word) ? Number(word) : 100 + word.length));
const text = new SequenceText(
  { encode },
  { bos: BOS, eos: EOS, pad: PAD, imagePlaceholder: HERE, vokens: VOKENS },
  { open: OPEN, close: CLOSE },
);
const format: RowFormat = {
  text,
  numSoftTokens: 2,
  contextLength: 64,
  styleLine: (style) => (style === 'ink' ? '900 901' : undefined),
};
const picture = (id: string, caption = '500 501', style = 'flat'): Picture => ({
  id,
  path: `${id}.png`,
  captions: [caption, '600'],
  graph: {
    place: 'beach',
    time: 'day',
    style,
    characters: [{ id: 'fox', name: 'Pip', role: 'main' }],
    props: [],
  },
});
const story = (style = 'flat'): Story => ({
  id: 's',
  panels: [
    { text: '201 202', picture: picture('a', '500 501', style) },
    { text: '203', picture: picture('b', '502', style) },
  ],
});
const always = (kind: SlotKind) => ({ slots: [[kind, 1]] as const, pictureFirst: 0, unstyled: 0 });
const _ = NO_LABEL;

describe('a story row', () => {
  it('predicts [IMG0] after every text, the next text after a picture, and nothing inside soft tokens', () => {
    const row = storyRow(format, story(), always('soft'), new Rng(1));
    expect(row.ids).toEqual([BOS, 201, 202, OPEN, HERE, HERE, CLOSE, 203, OPEN, HERE, HERE, CLOSE, EOS]);
    expect(row.labels).toEqual([201, 202, IMG0, _, _, _, 203, IMG0, _, _, _, EOS, _]);
    expect(row.ends.map(({ position, picture: { id } }) => [position, id])).toEqual([
      [2, 'a'],
      [7, 'b'],
    ]);
    expect(row.pictures.map(({ position, picture: { id } }) => [position, id])).toEqual([
      [4, 'a'],
      [9, 'b'],
    ]);
  });

  it('learns captions in slots, their bracket included', () => {
    const row = storyRow(format, story(), always('caption'), new Rng(1));
    expect(row.ids).toEqual([BOS, 201, 202, OPEN, 500, 501, CLOSE, 203, OPEN, 502, CLOSE, EOS]);
    expect(row.labels).toEqual([201, 202, IMG0, 500, 501, CLOSE, 203, IMG0, 502, CLOSE, EOS, _]);
  });

  it('keeps empty brackets, or nothing between texts', () => {
    expect(storyRow(format, story(), always('empty'), new Rng(1)).ids).toEqual([
      BOS,
      201,
      202,
      OPEN,
      CLOSE,
      203,
      OPEN,
      CLOSE,
      EOS,
    ]);
    const bare = storyRow(format, story(), always('none'), new Rng(1));
    expect(bare.ids).toEqual([BOS, 201, 202, 203, EOS]);
    // One decision: the end of a panel, whatever follows in the input.
    expect(bare.labels).toEqual([201, 202, IMG0, IMG0, _]);
  });

  it('says the style first, unless it goes unsaid', () => {
    expect(storyRow(format, story('ink'), always('none'), new Rng(1)).ids.slice(0, 4)).toEqual([BOS, 900, 901, 201]);
    const unsaid = storyRow(format, story('ink'), { ...always('none'), unstyled: 1 }, new Rng(1));
    expect(unsaid.ids.slice(0, 2)).toEqual([BOS, 201]);
  });

  it('that ends with a picture tells its text and does not draw it again', () => {
    const mix = { ...always('soft'), pictureFirst: 1 };
    const rows = Array.from({ length: 20 }, (__, seed) => storyRow(format, story(), mix, new Rng(seed)));
    const whole = rows.find(({ ids }) => ids.filter((id) => id === OPEN).length === 2)!;
    expect(whole.ids).toEqual([BOS, 201, 202, OPEN, HERE, HERE, CLOSE, OPEN, HERE, HERE, CLOSE, 203]);
    expect(whole.labels.at(-1)).toBe(IMG0);
    expect(whole.labels[10]).toBe(203);
    expect(whole.ends.map(({ picture: { id } }) => id)).toEqual(['a']);
    const short = rows.find(({ ids }) => ids.filter((id) => id === OPEN).length === 1)!;
    expect(short.ids).toEqual([BOS, OPEN, HERE, HERE, CLOSE, 201, 202]);
    expect(short.ends).toEqual([]);
  });

  it('leaves out panels that do not fit the context, and then does not say that the story is over', () => {
    const row = storyRow({ ...format, contextLength: 11 }, story(), always('soft'), new Rng(1));
    expect(row.ends).toHaveLength(1);
    expect(row.ids).not.toContain(EOS);
  });
});

describe('other rows', () => {
  it('a caption is not learned, only the vokens after it', () => {
    const wordings = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const row = captionRow(format, picture('a'), new Rng(seed));
      wordings.add(row.ids.join(' '));
      expect(row.labels.slice(0, -1).every((label) => label === _)).toBe(true);
      expect(row.labels.at(-1)).toBe(IMG0);
      expect(row.ends).toEqual([
        { position: row.ids.length - 1, picture: expect.objectContaining({ id: 'a' }) as unknown },
      ]);
    }
    expect(wordings).toEqual(new Set(['1 500 501', '1 600']));
  });

  it('a picture to be described comes after Look:, and only its caption is learned', () => {
    const row = captioningRow(format, picture('a'));
    expect(row.ids).toEqual([BOS, encode('Look:')[0], OPEN, HERE, HERE, CLOSE, 500, 501, EOS]);
    expect(row.labels).toEqual([_, _, _, _, _, 500, 501, EOS, _]);
    expect(row.ends).toEqual([]);
    expect(row.pictures.map(({ position, picture: { id } }) => [position, id])).toEqual([[3, 'a']]);
  });

  it('a conversation ends a turn with [IMG0] or </s>, and draws only what the studio shows', () => {
    const dialogue: Dialogue = {
      id: 'd',
      turns: [
        { speaker: 'writer', text: '201', picture: picture('w') },
        { speaker: 'studio', text: '202', picture: picture('s') },
        { speaker: 'writer', text: '203', picture: undefined },
        { speaker: 'studio', text: '204', picture: undefined },
      ],
    };
    const row = dialogueRow(format, dialogue, [['soft', 1]], new Rng(1));
    const [writer, studio] = [encode('Writer:')[0]!, encode('Studio:')[0]!];
    const slot = [OPEN, HERE, HERE, CLOSE];
    expect(row.ids).toEqual([BOS, writer, 201, ...slot, studio, 202, ...slot, writer, 203, studio, 204]);
    expect(row.labels).toEqual([_, 201, IMG0, _, _, _, _, 202, IMG0, _, _, _, _, 203, EOS, 204, EOS]);
    expect(row.ends.map(({ picture: { id } }) => id)).toEqual(['s']);
  });
});

describe('new names', () => {
  it('replace whole words everywhere, one name for one name, and never a kept one', () => {
    const told: Story = {
      id: 's',
      panels: [
        { text: "Pip met Pippa. It was Pip's kite.", picture: picture('a') },
        { text: 'Pip slept.', picture: picture('b') },
      ],
    };
    const renamed = withNewNames(told, new Rng(2), noNames);
    const made = /^(\w+) slept\.$/.exec(renamed.panels[1]!.text)![1]!;
    expect(made).not.toBe('Pip');
    expect(renamed.panels[0]!.text).toBe(`${made} met Pippa. It was ${made}'s kite.`);
    const other = withNewNames(told, new Rng(2), { ...noNames, never: new Set([made]) });
    expect(other.panels[0]!.text).not.toContain(made);
  });

  it('are for those whom the first panel names: who comes in later keeps the name that the world gave', () => {
    const told: Story = {
      id: 's',
      panels: [
        { text: 'A fox found a kite.', picture: picture('a') },
        { text: 'It was Pip the fox.', picture: picture('b') },
      ],
    };
    expect(withNewNames(told, new Rng(2), noNames)).toEqual(told);
  });

  it('are usual ones of the same pronoun for newcomers where such names are known, and nobody shares one', () => {
    const cast = (...names: string[]) => ({
      ...picture('a'),
      graph: {
        ...picture('a').graph!,
        characters: names.map((name, i) => ({ id: i === 0 ? 'fox' : 'owl', name, role: 'main' })),
      },
    });
    const told = {
      id: 's',
      panels: [
        { text: 'Pip found a kite.', picture: cast('Pip') },
        { text: 'It was Ola. Ola sang for Pip.', picture: cast('Pip', 'Ola') },
      ],
    } as unknown as Story;
    const usual = new Map([
      ...'Ab Cy Di'.split(' ').map((n) => [n, 'he'] as const),
      ...'Ev Fi Ga Ola'.split(' ').map((n) => [n, 'she'] as const),
      ['Pip', 'he'],
    ]);
    const seen = new Set<string>();
    for (let seed = 0; seed < 40; seed++) {
      const { panels } = withNewNames(told, new Rng(seed), { never: new Set(usual.keys()), usual });
      const [, newcomer, again, hero] = /^It was (\w+)\. (\w+) sang for (\w+)\.$/.exec(panels[1]!.text)!;
      expect(panels[0]!.text).toBe(`${hero} found a kite.`);
      expect(again).toBe(newcomer);
      expect(['Ev', 'Fi', 'Ga']).toContain(newcomer);
      expect(usual.get(hero!) ?? 'made up').not.toBe('she');
      expect(hero).not.toBe('Pip');
      seen.add(usual.has(hero!) ? 'usual' : 'made up');
    }
    expect([...seen].sort()).toEqual(['made up', 'usual']);
  });
});

describe('a packed batch', () => {
  const rows = [
    storyRow(format, story(), always('none'), new Rng(1)),
    captionRow(format, picture('c', '700 701 702'), new Rng(5)),
  ];
  const batch = sequenceBatchFrom(rows, VOKENS, PAD);
  const branch = VOKENS.length - 1;
  const longest = 5;
  const at = (b: number, column: number): number => b * batch.columns + column;

  it('appends a branch of vokens for every end of text', () => {
    expect(batch.columns).toBe(longest + 2 * branch);
    expect([...batch.ids.subarray(0, batch.columns)]).toEqual([BOS, 201, 202, 203, EOS, 20, 21, 22, 20, 21, 22]);
    expect([...batch.positions.subarray(0, batch.columns)]).toEqual([0, 1, 2, 3, 4, 3, 4, 5, 4, 5, 6]);
    const end = rows[1]!.ids.length - 1;
    expect([...batch.ids.subarray(at(1, longest), at(1, longest + branch))]).toEqual([20, 21, 22]);
    expect([...batch.ids.subarray(at(1, longest + branch), at(1, batch.columns))]).toEqual([PAD, PAD, PAD]);
    expect(batch.states).toEqual([
      ...[2, 5, 6, 7],
      ...[3, 8, 9, 10],
      ...[end, longest, longest + 1, longest + 2].map((column) => at(1, column)),
    ]);
    expect(batch.panels.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('predicts the next voken from each of a branch', () => {
    const labels = new Map(batch.labelPositions.map((position, i) => [position, batch.labels[i]] as const));
    expect(labels.get(2)).toBe(20);
    expect([5, 6, 7].map((column) => labels.get(column))).toEqual([21, 22, 23]);
    expect(labels.has(at(1, longest + branch))).toBe(false);
  });

  it('shows a branch the story up to its own text and itself, and shows a branch to nobody else', () => {
    const sees = (b: number, from: number, to: number): boolean => batch.bias[at(b, from) * batch.columns + to] === 0;
    rows.forEach((row, b) => {
      for (let from = 0; from < batch.columns; from++) {
        for (let to = 0; to < batch.columns; to++) {
          const slotOf = (column: number): number => Math.floor((column - longest) / branch);
          const end = from < longest ? undefined : row.ends[slotOf(from)];
          if (from >= longest && end === undefined) continue; // an empty slot: nobody reads it
          const expected =
            from < longest
              ? to <= from
              : to < longest
                ? to <= end!.position
                : slotOf(to) === slotOf(from) && to <= from;
          expect([b, from, to, sees(b, from, to)]).toEqual([b, from, to, expected]);
        }
      }
    });
  });
});

describe('the order of records', () => {
  const set = {
    kind: 'scenes',
    dir: '',
    digest: '',
    records: Array.from({ length: 23 }, (__, i) =>
      picture(`p${i}`, Array.from({ length: 1 + (i % 5) }, () => '7').join(' ')),
    ),
  } as const;
  const mix = {
    slots: [['empty', 1]] as const,
    pictureFirst: 0,
    unstyled: 0,
    newNames: 0,
    captioning: 0,
    captionOnly: 0,
  };
  const sources = () =>
    rowSourcesFrom('uas', [set], [], format, mix, { rng: new Rng(1).fork('held out'), names: noNames });

  it('holds records out and never trains on them', () => {
    const { training, validation } = sources();
    const ids = (pictures: readonly Picture[]): string[] => pictures.map(({ id }) => id);
    expect(validation.count).toBe(1);
    expect(training.count).toBe(22);
    expect(ids(training.drawn)).not.toContain(ids(validation.drawn)[0]);
  });

  it('mixes captioned pictures of the stories in, as often as asked, and never into validation', () => {
    const stories = {
      kind: 'stories',
      dir: '',
      digest: '',
      records: Array.from({ length: 40 }, () => story()),
    } as const;
    const shares = { ...mix, slots: [['soft', 1]] as const, captioning: 0.3, captionOnly: 0.2 };
    const options = { rng: new Rng(1), names: noNames };
    const { training, validation } = rowSourcesFrom('mls', [stories], [], format, shares, options);
    const kinds = Array.from({ length: 2000 }, (__, i) => {
      const { ids } = training.row(i, new Rng(i));
      return ids[1] === encode('Look:')[0] ? 'described' : ids[1] === 201 || ids[1] === OPEN ? 'story' : 'caption';
    });
    const shareOf = (kind: string): number => kinds.filter((each) => each === kind).length / kinds.length;
    expect(shareOf('described')).toBeCloseTo(0.3, 1);
    expect(shareOf('caption')).toBeCloseTo(0.2, 1);
    expect(validation.row(0, new Rng(1), true).ids[1]).toBe(201);
  });

  it('says so when no record draws a panel, instead of looking for ever', () => {
    const { training } = sources();
    const undrawn = () => new SequenceRow('none', format.text, 0);
    const feed = new RowFeed({ ...training, row: undrawn }, 2, new Rng(9));
    expect(() => feed.batch(0)).toThrow('No record has a picture to draw.');
  });

  it('shows every record once an epoch, and the same batch for the same number', () => {
    const { training } = sources();
    const feed = new RowFeed(training, 2, new Rng(9));
    const seen = Array.from({ length: 24 }, (__, i) => feed.batch(i).map(({ id }) => id));
    const firstEpoch = seen.slice(0, 8).flat();
    expect(new Set(firstEpoch).size).toBe(firstEpoch.length);
    const again = new RowFeed(training, 2, new Rng(9));
    expect(again.batch(17).map(({ id }) => id)).toEqual(seen[17]);
    expect(again.batch(3).map(({ id }) => id)).toEqual(seen[3]);
    const counts = new Map<string, number>();
    for (const id of seen.slice(0, 24).flat()) counts.set(id, (counts.get(id) ?? 0) + 1);
    expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1);
  });
});
