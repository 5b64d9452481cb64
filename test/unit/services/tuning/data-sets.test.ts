// Data sets: what is taken in, what is wrong with it, and that nothing half-read is learned from.
import { readdirSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Story } from '../../../../common/domain/story';
import { importPicture } from '../../../../main/pipeline/image/encode-picture';
import { differenceBetween } from '../../../../main/pipeline/image/picture-difference';
import { likenessOf } from '../../../../main/pipeline/image/picture-likeness';
import { bitsApart } from '../../../../main/services/tuning/data-set-items';
import { DataSets } from '../../../../main/services/tuning/data-sets';
import { recordsFrom } from '../../../../main/services/tuning/run-shelf';
import { readFile } from 'node:fs/promises';
import { failingFiles, fileError, temporaryFolder, writeContext } from '../../../support/failing-files';
import { panelWith, storyWith } from '../../../support/sample-stories';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

/** A drawing that is unlike those of other numbers. */
const drawing = (n: number, sidePx = 160): Promise<Buffer> => {
  const shapes = [0, 1, 2, 3, 4, 5]
    .map((k) => {
      const at = (n * 37 + k * 53) % 100;
      return `<circle cx="${at}" cy="${(at * 7 + k * 31 + n * 11) % 100}" r="${8 + ((n + k) % 5) * 5}" fill="hsl(${(n * 97 + k * 60) % 360} 70% ${20 + ((k * 29 + n * 17) % 60)}%)"/>`;
    })
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="${sidePx}" height="${sidePx}"><rect width="100" height="100" fill="#eee"/>${shapes}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
};

function dataSets(
  options: {
    stories?: readonly Story[];
    assets?: ReadonlyMap<string, string>;
    files?: ReturnType<typeof failingFiles>;
  } = {},
): DataSets {
  let ids = 0;
  return new DataSets({
    engine: {
      importPicture: ({ name, bytes, assetsDir }) => importPicture(assetsDir, bytes, name),
      likeness: async (path, name) => likenessOf(await readFile(path), name),
      describe: () =>
        Promise.resolve({ caption: 'A fox in the snow.', words: { characters: [], places: [], times: [], props: [] } }),
    },
    write: writeContext(options.files?.files),
    newId: () => `set${ids++}`,
    folder: join(folder.path, 'drafts'),
    readStory: (id) => Promise.resolve(options.stories!.find((story) => story.id === id)!),
    assetPath: (_story, sha256) => Promise.resolve(options.assets?.get(sha256) ?? null),
    pictureSizePx: () => 128,
    seed: 5,
  });
}
const drop = async (sets: DataSets, pictures: readonly Uint8Array[]) =>
  sets.propose({ stories: [], drawings: pictures.map((bytes, n) => ({ name: `drawing ${n + 1}.png`, bytes })) });

describe('a data set of drawings', () => {
  it('counts, finds small pictures, copies and broken files, and refuses too little with the minimum', async () => {
    const fox = await drawing(1);
    const copy = await sharp(fox).resize(400).jpeg({ quality: 70 }).toBuffer();
    const set = await drop(dataSets(), [
      fox,
      copy,
      await drawing(2, 64),
      Buffer.from('no picture'),
      fox.subarray(0, 300),
    ]);
    expect(set.items.map(({ problems, use }) => [problems.join(' '), use])).toEqual([
      ['no-words', 'leave-out'],
      ['duplicate no-words', 'leave-out'],
      ['too-small no-words', 'leave-out'],
      ['broken-picture no-words', 'leave-out'],
      ['broken-picture no-words', 'leave-out'],
    ]);
    expect(set.items[1]!.duplicateOf).toBe('i1');
    expect(set.items[3]!.reason).not.toBe('');
    expect(set.refusal).toEqual({ usable: 0, minimum: 4 });
    expect(set.counts.problems).toMatchObject({ duplicate: 1, 'too-small': 1, 'broken-picture': 2, 'no-words': 5 });
  });

  it('learns from what has words, keeps one panel back, and does so again in the same way', async () => {
    const sets = dataSets();
    const drawings = await Promise.all([1, 2, 3, 4].map((n) => drawing(n)));
    let set = await drop(sets, drawings);
    expect(set.items.flatMap(({ duplicateOf }) => duplicateOf ?? [])).toEqual([]);
    set = sets.change(
      set.id,
      set.items.map(({ id }, n) => ({ id, caption: `The hero, number ${n}.` })),
    );
    expect(set.refusal).toBeNull();
    expect(set.counts).toMatchObject({ learned: 3, keptBack: 1, leftOut: 0 });
    const keptBack = set.items.find(({ use }) => use === 'keep-back')!.id;
    expect(sets.change(set.id, []).items.find(({ use }) => use === 'keep-back')!.id).toBe(keptBack);
    const less = sets.change(set.id, [{ id: set.items[0]!.id, isLeftOut: true }]);
    expect(less.refusal).toEqual({ usable: 3, minimum: 4 });
    expect(() => sets.take(set.id)).toThrow(/3 pictures with words are too few: at least 4/);
  });

  it('asks the model for words only where there are none', async () => {
    const sets = dataSets();
    const set = await drop(sets, [await drawing(1), await drawing(2)]);
    sets.change(set.id, [{ id: 'i1', caption: 'My own words.' }]);
    await sets.describe(set.id, 'i1');
    const described = await sets.describe(set.id, 'i2');
    expect(described.items.map(({ caption, captionBy }) => [caption, captionBy])).toEqual([
      ['My own words.', 'writer'],
      ['A fox in the snow.', 'model'],
    ]);
  });

  it('reads a folder with words beside the pictures, and says when it holds none', async () => {
    const path = join(folder.path, 'my drawings');
    await mkdir(path);
    await expect(dataSets().proposeFolder(path)).rejects.toThrow('my drawings holds no pictures.');
    for (const n of [1, 2, 3, 4]) writeFileSync(join(path, `d${n}.png`), await drawing(n));
    for (const n of [1, 2, 3]) writeFileSync(join(path, `d${n}.txt`), ` Nibs,\n number ${n} \u0000`);
    const set = await dataSets().proposeFolder(path);
    expect(set.items.map(({ caption }) => caption)).toEqual(['Nibs, number 1', 'Nibs, number 2', 'Nibs, number 3', '']);
    expect(set.refusal).toEqual({ usable: 3, minimum: 4 });
  });

  it('leaves nothing behind when the disk is full, and when the writer goes away', async () => {
    const files = failingFiles((operation) => (operation === 'copyFile' ? fileError('ENOSPC') : null));
    const { stories, assets } = await storyOf([1]);
    const sets = dataSets({ stories, assets, files });
    await expect(
      sets.propose({ stories: [{ storyId: 'story-1', panelIds: null }], drawings: [] }),
    ).rejects.toMatchObject({ code: 'disk-full' });
    const other = dataSets();
    const set = await drop(other, [await drawing(1)]);
    expect(other.assetPath(set.id, set.items[0]!.asset!.sha256)).not.toBeNull();
    await other.discard(set.id);
    expect(readdirSync(join(folder.path, 'drafts'))).toEqual([]);
    expect(other.assetPath(set.id, set.items[0]!.asset!.sha256)).toBeNull();
    expect(() => other.change(set.id, [])).toThrow(/not open any more/);
  });
});

/** A story whose panels show drawings that lie in a folder. */
async function storyOf(numbers: readonly number[]): Promise<{ stories: Story[]; assets: Map<string, string> }> {
  const path = join(folder.path, 'assets');
  const assets = new Map<string, string>();
  const story = storyWith(
    numbers.map((n) => `Panel ${n}.`),
    true,
  );
  const panels = [];
  for (const [index, panel] of story.panels.entries()) {
    const asset = await importPicture(path, await drawing(numbers[index]!), 'drawing.png');
    assets.set(asset.sha256, join(path, `${asset.sha256}.png`));
    panels.push({ ...panel, pictures: [{ ...panel.pictures[0]!, asset }] });
  }
  return {
    stories: [{ ...story, panels: [...panels, panelWith('words', 'No picture.'), panelWith('empty', '')] }],
    assets,
  };
}

describe('a data set of stories', () => {
  it('takes chosen panels with their words, names what has no picture or lost it, and skips empty panels', async () => {
    const { stories, assets } = await storyOf([1, 2, 3]);
    assets.delete(stories[0]!.panels[2]!.pictures[0]!.asset.sha256);
    const sets = dataSets({ stories, assets });
    const all = await sets.propose({ stories: [{ storyId: 'story-1', panelIds: null }], drawings: [] });
    expect(all.items.map(({ text, caption, problems }) => [text, caption, problems.join(' ')])).toEqual([
      ['Panel 1.', 'Picture of panel-1', ''],
      ['Panel 2.', 'Picture of panel-2', ''],
      ['Panel 3.', 'Picture of panel-3', 'broken-picture'],
      ['No picture.', '', 'no-picture'],
    ]);
    const two = await sets.propose({ stories: [{ storyId: 'story-1', panelIds: ['panel-2'] }], drawings: [] });
    expect(two.items.map(({ from }) => from)).toEqual([
      { kind: 'panel', storyId: 'story-1', storyTitle: 'The Lantern', panelId: 'panel-2', number: 2 },
    ]);
  });

  it('offers every panel before anything is copied, and takes those that were chosen in the order of the story', async () => {
    const { stories, assets } = await storyOf([1, 2, 3]);
    const sets = dataSets({ stories, assets });
    const offered = await sets.panels('story-1');
    expect(offered.map(({ id, number, asset, words }) => [id, number, asset !== null, words])).toEqual([
      ['panel-1', 1, true, 'Panel 1.'],
      ['panel-2', 2, true, 'Panel 2.'],
      ['panel-3', 3, true, 'Panel 3.'],
      ['words', 4, false, 'No picture.'],
      ['empty', 5, false, ''],
    ]);
    const set = await sets.propose({
      stories: [{ storyId: 'story-1', panelIds: ['panel-3', 'panel-1'] }],
      drawings: [],
    });
    expect(set.items.map(({ text }) => text)).toEqual(['Panel 1.', 'Panel 3.']);
  });

  it('say the drawing style of their story, which is learned with them', async () => {
    const { stories, assets } = await storyOf([1, 2]);
    const sets = dataSets({ stories: stories.map((story) => ({ ...story, style: 'ink' })), assets });
    const set = await sets.propose({ stories: [{ storyId: 'story-1', panelIds: ['panel-2'] }], drawings: [] });
    const item = { ...set.items[0]!, use: 'learn' as const };
    expect(recordsFrom({ ...set, items: [item] }, '/assets')).toMatchObject([{ id: 'story-1', style: 'ink' }]);
  });
});

describe('likeness', () => {
  it('is near for copies and far for other drawings', async () => {
    const [one, two] = [await drawing(1), await drawing(2)];
    const smaller = await sharp(one).resize(97).webp({ quality: 60 }).toBuffer();
    const likeness = await likenessOf(one, 'a');
    expect(likeness).toMatch(/^[0-9a-f]{16}$/);
    expect(bitsApart(likeness, await likenessOf(smaller, 'b'))).toBeLessThanOrEqual(5);
    expect(bitsApart(likeness, await likenessOf(two, 'c'))).toBeGreaterThan(12);
    await expect(likenessOf(one.subarray(0, one.length / 2), 'half.png')).rejects.toMatchObject({
      code: 'bad-request',
    });
  });
});

describe('the difference of two pictures', () => {
  it('is 0 for the same pixels, 1 for black and white, and refuses two sizes', async () => {
    const plain = (value: number, side = 8): Promise<Buffer> =>
      sharp({ create: { width: side, height: side, channels: 3, background: { r: value, g: value, b: value } } })
        .png()
        .toBuffer();
    expect(await differenceBetween(await plain(40), await plain(40))).toBe(0);
    expect(await differenceBetween(await plain(0), await plain(255))).toBe(1);
    await expect(differenceBetween(await plain(0), await plain(0, 9))).rejects.toThrow('8 x 8 and 9 x 9');
  });
});
