// The parts of a tuning that need no network: rows with hidden panels, what a step sees, the split, presets, rates and proofs.
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { NO_LABEL, type RowFormat } from '../../../main/training/data/sequence-row';
import { SequenceText } from '../../../main/training/data/sequence-text';
import { adamW, type TrainedParameter } from '../../../main/training/optimiser/adamw';
import { byRate } from '../../../main/training/optimiser/by-rate';
import { distancesOf, normOfAll } from '../../../main/training/tuning/proof';
import { rateShareOf, tuneSettings, tuneStageConfig } from '../../../main/training/tuning/tune-settings';
import { namesIn, renamed } from '../../../main/training/tuning/renamed';
import { TuningFeed } from '../../../main/training/tuning/tuning-feed';
import { tuningRow } from '../../../main/training/tuning/tuning-row';
import { heldPanels } from '../../../main/training/tuning/tuning-set';

const tokens = { bos: 1, eos: 2, pad: 3, imagePlaceholder: 9, vokens: [40, 41, 42] };
/** A letter is a token. */
const encode = (text: string): number[] => [...text.trim()].map((letter) => 100 + letter.charCodeAt(0));
const format: RowFormat = {
  text: new SequenceText({ encode }, tokens, { open: 7, close: 8 }),
  numSoftTokens: 2,
  contextLength: 40,
  styleLine: () => undefined,
};
const story = (id: string, ...texts: string[]) => ({
  id,
  panels: texts.map((text, i) => ({
    text,
    picture: { id: `${id}/${i}`, path: `${id}${i}.png`, captions: [], graph: undefined },
  })),
});

describe('a row', () => {
  it('shows a hidden panel and learns neither its words nor its picture', () => {
    const row = tuningRow(
      format,
      story('s', 'abc', 'de', 'f'),
      { learns: (id) => id !== 's/1', plain: true },
      new Rng(1),
    );
    expect(row.ends.map(({ picture }) => picture.id)).toEqual(['s/0', 's/2']);
    expect(row.pictures.map(({ picture }) => picture.id)).toEqual(['s/0', 's/1', 's/2']);
    const learned = row.labels.filter((label) => label !== NO_LABEL);
    for (const letter of encode('abcf')) expect(learned).toContain(letter);
    for (const letter of encode('de')) {
      expect(row.ids).toContain(letter);
      expect(learned).not.toContain(letter);
    }
  });

  it('leaves out later panels that do not fit, and cuts a first one that is too long', () => {
    const long = tuningRow(format, story('s', 'a'.repeat(90), 'b'), { learns: () => true, plain: true }, new Rng(1));
    expect(long.ids.length).toBeLessThanOrEqual(format.contextLength);
    expect(long.ends).toHaveLength(1);
    expect(long.ids).not.toContain(tokens.eos);
  });
});

describe('a step', () => {
  const own = {
    stories: [story('a', 'x', 'y'), story('b', 'z', 'w')],
    panels: 4,
    learns: (id: string) => id !== 'b/1',
  };
  const prior = { stories: [story('p', 'm'), story('q', 'n'), story('r', 'o')], panels: 2, learns: () => true };

  it('sees rows of both sets, and the same ones whenever it is asked for', () => {
    const [one, two] = [0, 1].map(() => new TuningFeed(format, [own, prior], new Rng(5)));
    two!.rows(0);
    for (const number of [3, 7]) {
      const rows = one!.rows(number);
      expect(rows.map(({ id }) => 'ab'.includes(id))).toEqual([true, true, false, false]);
      expect(two!.rows(number).map(({ ids }) => ids)).toEqual(rows.map(({ ids }) => ids));
    }
  });

  it('leaves out a story of which nothing is learned', () => {
    const feed = new TuningFeed(format, [{ ...own, learns: (id) => id.startsWith('a') }], new Rng(5));
    for (let step = 0; step < 4; step++) expect(new Set(feed.rows(step).map(({ id }) => id))).toEqual(new Set(['a']));
  });
});

describe('other names', () => {
  const cooper = story(
    's',
    'Two friends and a balloon! In the night Cooper the koala had it at home, and Sam the boy was there.',
    '"Oh! What is this?" Sam picked it up. On Monday the Castle was far from Bear.',
    'Swap! Cooper got the gift, and Sam the balloon. The castle was far.',
  );
  const knows = {
    characters: ['bear'],
    places: ['castle'],
    times: [],
    props: [],
    names: ['Anna', 'Ben', 'Leo', 'Lily', 'Max'],
  };

  it('are given to all whom a story names, and to nothing else', () => {
    expect(namesIn(cooper, knows)).toEqual(['Cooper', 'Sam']);
    for (let seed = 0; seed < 20; seed++) {
      const texts = renamed(cooper, new Rng(seed), knows).panels.map(({ text }) => text);
      const [, one, two] = /night (\p{L}+) the koala had it at home, and (\p{L}+) the boy/u.exec(texts[0]!)!;
      expect(new Set([one, two, 'Cooper', 'Sam']).size).toBe(4);
      expect(texts[2]).toBe(`Swap! ${one} got the gift, and ${two} the balloon. The castle was far.`);
      expect(texts[1]).toContain('On Monday the Castle was far from Bear.');
    }
  });

  it('stay where capitals say nothing of names', () => {
    const german = story(
      's',
      'Der Fuchs sah den Mond, die Eule, das Haus, den Wald, einen Stern und ein Licht im Tal.',
    );
    expect(renamed(german, new Rng(1))).toBe(german);
    const chinese = story('s', '小狐狸找到了一盏灯。');
    expect(renamed(chinese, new Rng(1))).toBe(chinese);
  });

  it('are in the share of the rows that was asked for, with the same pictures', () => {
    const format200 = { ...format, contextLength: 400 };
    const feed = (share: number) =>
      new TuningFeed(
        format200,
        [{ stories: [cooper], panels: 3, learns: () => true, renamed: { share, knows } }],
        new Rng(5),
      );
    const asTold = tuningRow(format200, cooper, { learns: () => true, plain: true }, new Rng(1)).ids;
    const letters = (ids: readonly number[]): string => ids.filter((id) => id >= 100).join();
    const renamedRows = (share: number): number =>
      Array.from({ length: 100 }, (_, step) => feed(share).rows(step)[0]!).filter(({ ids, ends }) => {
        expect(ends.map(({ picture }) => picture.id)).toEqual(['s/0', 's/1', 's/2']);
        return letters(ids) !== letters(asTold);
      }).length;
    expect(renamedRows(0)).toBe(0);
    expect(renamedRows(1)).toBe(100);
    expect(renamedRows(0.5)).toBeGreaterThan(30);
    expect(renamedRows(0.5)).toBeLessThan(70);
  });
});

it('keeps an eighth of the panels to measure by, and at least one', () => {
  const many = { stories: Array.from({ length: 8 }, (_, i) => story(`s${i}`, 'a', 'b', 'c')) };
  expect(heldPanels(many, new Rng(1)).size).toBe(3);
  expect(heldPanels(many, new Rng(1))).toEqual(heldPanels(many, new Rng(1)));
  expect(heldPanels({ stories: [story('s', 'a', 'b', 'c', 'd')] }, new Rng(1)).size).toBe(1);
});

describe('settings', () => {
  it('refuse ranks that no adapter has', () => {
    for (const rank of [3, 65, 4.5]) expect(() => tuneSettings('quick', { rank })).toThrow('a rank from 4 to 64');
  });

  it('train what was asked for', () => {
    const trained = (parts: 'voice' | 'look'): unknown => {
      const { language, look, trains } = tuneStageConfig(tuneSettings('quick', { parts }), { count: 8, firstId: 40 });
      return { voice: language.kind, look: look !== undefined, mapper: trains.mapperTransformer };
    };
    expect(trained('voice')).toEqual({ voice: 'lora', look: false, mapper: true });
    expect(trained('look')).toEqual({ voice: 'frozen', look: true, mapper: false });
  });

  it('give the look and the mapper rates of their own', () => {
    const settings = tuneSettings('quick', { rate: 1e-3 });
    expect(settings.rates.look * 1e3).toBeCloseTo(rateShareOf(settings, 'unet.mid_block.x.lora_A.weight'));
    expect(settings.rates.mapper * 1e3).toBeCloseTo(rateShareOf(settings, 'mapper.fc.0.weight'));
    expect(rateShareOf(settings, 'model.layers.0.x.lora_B.weight')).toBe(1);
  });
});

it('steps each group at its own rate, and goes on from its saved state', async () => {
  const make = (): TrainedParameter[] =>
    ['slow', 'fast'].map((path) => ({ path, shape: [1], values: new Float32Array([0]), decays: false }));
  const gradients = new Map(['slow', 'fast'].map((path) => [path, new Float32Array([1])]));
  const shareOf = (path: string): number => (path === 'fast' ? 10 : 1);
  const [one, two] = [make(), make()];
  const first = byRate(one, shareOf, (group) => adamW(group));
  await first.step(gradients, 0.01, 1);
  expect(one.map(({ values }) => values[0])).toEqual([expect.closeTo(-0.01, 5), expect.closeTo(-0.1, 5)]);
  const state = first.state();
  two.forEach(({ values }, i) => values.set(one[i]!.values));
  const second = byRate(two, shareOf, (group) => adamW(group, {}, state));
  await first.step(gradients, 0.01, 2);
  await second.step(gradients, 0.01, 2);
  expect(two.map(({ values }) => values[0])).toEqual(one.map(({ values }) => values[0]));
});

it('measures a low-rank change as the full matrices would', () => {
  const rng = new Rng(2);
  const random = (size: number): Float32Array => Float32Array.from({ length: size }, () => rng.gaussian());
  const [rank, wide, high, alpha] = [4, 5, 3, 8];
  const site = 'model.layers.0.self_attn.q_proj';
  const values = (): Map<string, Float32Array> =>
    new Map([
      [`${site}.lora_A.weight`, random(rank * wide)],
      [`${site}.lora_B.weight`, random(high * rank)],
      ['mapper.fc.0.weight', random(6)],
    ]);
  const [one, two] = [values(), values()];
  const full = (from: Map<string, Float32Array>): number[] =>
    Array.from({ length: high * wide }, (_, at) => {
      let sum = 0;
      for (let r = 0; r < rank; r++)
        sum +=
          from.get(`${site}.lora_B.weight`)![Math.floor(at / wide) * rank + r]! *
          from.get(`${site}.lora_A.weight`)![r * wide + (at % wide)]!;
      return (alpha / rank) * sum;
    });
  const config = {
    ...tuneStageConfig(tuneSettings('quick', { parts: 'voice' }), { count: 8, firstId: 40 }),
    language: { kind: 'lora', rank, alpha, targets: ['q_proj'] },
  } as const;
  const other = full(two);
  const wanted = Math.hypot(...full(one).map((value, i) => value - other[i]!));
  const norms = distancesOf(config, one, two);
  expect(norms.voice).toBeCloseTo(wanted, 5);
  expect(normOfAll(distancesOf(config, one, one))).toBeCloseTo(0, 5);
});
