// Pictures: every place, time, character, prop and relation draws a full, opaque, non-blank PNG; the same graph gives the same
// bytes; and what the graph holds changes the picture where it should.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { Rng } from '../../../common/base/rng';
import { CHARACTERS } from '../../../native-models/miniature/world/characters';
import { composeScene } from '../../../native-models/miniature/world/composition';
import { writeDataSet, type SceneRecord, type StoryRecord } from '../../../native-models/miniature/world/data-set';
import { PLACES, timesOf } from '../../../native-models/miniature/world/places';
import { PROPS } from '../../../native-models/miniature/world/props';
import { renderScene } from '../../../native-models/miniature/world/rasterise';
import type { Relation, SceneGraph } from '../../../native-models/miniature/world/scene-graph';
import { makeScene } from '../../../native-models/miniature/world/scenes';

const FOX: SceneGraph = {
  place: 'meadow',
  time: 'day',
  style: 'flat',
  characters: [{ id: 'fox', name: 'Pip', role: 'main' }],
  props: [],
  seed: 5,
};

async function pixels(graph: SceneGraph): Promise<Buffer> {
  const { data, info } = await sharp(await renderScene(graph))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([128, 128, 3]);
  return data;
}

/** Mean difference of two pictures in grey levels from 0 to 255. */
function difference(a: Buffer, b: Buffer): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0));
  return sum / a.length;
}

/** Every way in which a picture can differ, once. */
function everything(): SceneGraph[] {
  const graphs: SceneGraph[] = [];
  for (const kind of PLACES) for (const time of timesOf(kind.id)) graphs.push({ ...FOX, place: kind.id, time });
  for (const style of ['ink', 'pastel'] as const)
    for (const kind of PLACES) graphs.push({ ...FOX, place: kind.id, time: timesOf(kind.id)[0] ?? 'day', style });
  for (const kind of CHARACTERS) graphs.push({ ...FOX, characters: [{ id: kind.id, name: 'Pip', role: 'main' }] });
  for (const kind of PROPS) {
    for (const relation of ['held', 'beside', 'on', 'under'] as const satisfies readonly Relation[]) {
      const owned = relation === 'held' || relation === 'beside';
      graphs.push({ ...FOX, props: [owned ? { id: kind.id, relation, by: 'fox' } : { id: kind.id, relation }] });
    }
  }
  return graphs;
}

describe('renderScene', () => {
  it('draws a 128 x 128 picture with contrast and many colours for everything that the world knows', async () => {
    for (const graph of everything()) {
      const { channels } = await sharp(await renderScene(graph)).stats();
      for (const channel of channels) expect(channel.stdev, JSON.stringify(graph)).toBeGreaterThan(8);
      const data = await pixels(graph);
      const colours = new Set<number>();
      for (let i = 0; i < data.length; i += 3)
        colours.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
      expect(colours.size, JSON.stringify(graph)).toBeGreaterThan(500);
    }
  });

  it('writes valid SVG without undefined numbers or colours', () => {
    for (let i = 0; i < 200; i++)
      expect(composeScene(makeScene(new Rng(31).fork(i)), 128)).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('gives the same bytes for the same graph, and another picture for another seed', async () => {
    expect(Buffer.from(await renderScene(FOX)).equals(Buffer.from(await renderScene(FOX)))).toBe(true);
    expect(difference(await pixels(FOX), await pixels({ ...FOX, seed: 6 }))).toBeGreaterThan(2);
  });

  it('shows who, where, when and what: changing one of them changes the picture', async () => {
    const before = await pixels(FOX);
    const changed: SceneGraph[] = [
      { ...FOX, characters: [{ id: 'bear', name: 'Pip', role: 'main' }] },
      { ...FOX, place: 'snow' },
      { ...FOX, time: 'night' },
      { ...FOX, time: 'rain' },
      { ...FOX, time: 'snowfall' },
      { ...FOX, style: 'ink' },
      { ...FOX, style: 'pastel' },
      { ...FOX, props: [{ id: 'lantern', relation: 'held', by: 'fox' }] },
    ];
    for (const graph of changed)
      expect(difference(before, await pixels(graph)), JSON.stringify(graph)).toBeGreaterThan(1);
    expect(difference(before, await pixels({ ...FOX, characters: [{ id: 'fox', name: 'Ruby', role: 'main' }] }))).toBe(
      0,
    );
  });

  it('draws other sizes', async () => {
    const { width, height } = await sharp(await renderScene(FOX, 64)).metadata();
    expect([width, height]).toEqual([64, 64]);
  });
});

describe('writeDataSet', () => {
  async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), 'world-'));
    try {
      return await use(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  it('writes scenes and stories whose records do not depend on the count, and whose pictures redraw from their graphs', async () => {
    await inFolder(async (folder) => {
      const scenes = join(folder, 'scenes');
      expect(await writeDataSet({ kind: 'scenes', seed: 8, count: 3, out: scenes })).toEqual({ count: 3, files: 4 });
      const lines = (await readFile(join(scenes, 'index.jsonl'), 'utf8')).trim().split('\n');
      const record = JSON.parse(lines[1] ?? '') as SceneRecord;
      expect(record.image).toBe('000002.png');
      expect((await readFile(join(scenes, record.image))).equals(Buffer.from(await renderScene(record.graph)))).toBe(
        true,
      );
      await writeDataSet({ kind: 'scenes', seed: 8, count: 2, out: join(folder, 'fewer'), textOnly: true });
      expect((await readFile(join(folder, 'fewer', 'index.jsonl'), 'utf8')).trim().split('\n')).toEqual(
        lines.slice(0, 2),
      );

      const stories = join(folder, 'stories');
      const { files } = await writeDataSet({ kind: 'stories', seed: 8, count: 1, out: stories });
      const story = JSON.parse(await readFile(join(stories, 'index.jsonl'), 'utf8')) as StoryRecord;
      expect(files).toBe(story.panels.length + 1);
      expect(story.panels[0]?.image).toBe('000001-1.png');
    });
  });

  it('stops between records when it is aborted', async () => {
    await inFolder(async (folder) => {
      const aborter = new AbortController();
      const writing = writeDataSet({
        kind: 'scenes',
        seed: 8,
        count: 50,
        out: folder,
        signal: aborter.signal,
        textOnly: true,
        onProgress: (done) => done === 2 && aborter.abort(new Error('enough')),
      });
      await expect(writing).rejects.toThrow('enough');
    });
  });
});
