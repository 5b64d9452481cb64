// The built-in bundle itself, a handful of questions: a picture follows an edited word and keeps the rest, a card carries its character, a
// picture is seen as it is. Few, since each drawing takes a second; the shares over many are measured by scripts/measure-steering.ts.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJudge, type Judge } from '../../main/evaluation/judge';
import {
  askCast,
  askDescriptions,
  askEditedHours,
  type SteeringParts,
} from '../../main/evaluation/steering/ask-steering';
import { openPipeline, type Pipeline } from '../../main/pipeline/pipeline';

const root = new URL('../..', import.meta.url).pathname;
let dir: string;
let pipeline: Pipeline;
let judge: Judge;
const parts = (count: number): SteeringParts => ({ pipeline, judge, dir, seed: 4711, count });

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'steering-'));
  const cacheDir = join(dir, 'cache');
  const bundleDir = join(root, 'native-models/miniature/bundle');
  pipeline = await openPipeline({ bundleDir, cacheDir, device: 'cpu', clock: { now: () => Date.now() } });
  judge = await openJudge({ dir: join(root, 'test/support/judge'), cacheDir, device: 'cpu' });
}, 60_000);
afterAll(async () => {
  await judge.close();
  await pipeline.close();
  await rm(dir, { recursive: true, force: true });
});

// Generous: a busy machine draws slowly.
describe('the built-in bundle', { timeout: 240_000 }, () => {
  it('draws the edited hour, and with the same seed the same character in the same place', async () => {
    // 40 of 40 by the script; random would be 1 in 5 hours, 1 in 24 characters, 1 in 12 places.
    expect(await askEditedHours(parts(2))).toMatchObject({ timeBefore: 1, timeFollows: 1, whoStays: 1, placeStays: 1 });
  });

  it('draws who is told of by a card, where the story only says the name', async () => {
    const figures = await askCast(parts(3));
    const none = figures['none']!.everybody;
    expect(figures['words']!.everybody).toBeGreaterThan(none + 0.3);
    expect(figures['words and pictures']!.everybody).toBeGreaterThan(none + 0.3);
    expect(figures['words and pictures']!.strangersAPicture).toBeLessThan(0.5);
  });

  it('sees who, where and when in a picture', async () => {
    const { characters, places, times } = await askDescriptions(parts(8), [0.5]);
    expect(characters![0]!.precision).toBeGreaterThan(0.8);
    expect(characters![0]!.recall).toBeGreaterThan(0.7);
    expect(places![0]!.recall).toBeGreaterThan(0.8);
    expect(times![0]!.recall).toBeGreaterThan(0.8);
  });

  it('keeps a card’s name that the writer’s words end with', async () => {
    const cast = ['Pip', 'Marlow'].map((name) => ({
      name,
      kind: 'character' as const,
      look: name === 'Pip' ? 'a fox' : 'a bear',
      always: false,
      imagePaths: [],
    }));
    const given = { mode: 'text' as const, context: [], referencePaths: [], imagePath: null, assetsDir: dir, cast };
    for (const seed of [1, 2, 3]) {
      const { text } = await pipeline.generate({ ...given, text: 'One day Pip and Marlow', options: { seed } });
      expect(text).toMatch(/^One day Pip and Marlow(?!\p{L})/u);
    }
  });

  it('describes it in a sentence without its doubts', async () => {
    const seen = await pipeline.describe(join(root, 'test/support/pictures/bear-on-the-beach.png'));
    expect(seen.words.characters).toEqual(['bear']);
    expect(seen.words.places).toEqual(['beach']);
    expect(seen.caption).toMatch(/^A bear .*\.$/);
  });
});
