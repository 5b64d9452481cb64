// Cards in the prompt, the view of what the model sees, and the description of a picture, on a tiny random bundle in real ONNX Runtime.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pictureDescriptionSchema } from '../../common/domain/picture-description';
import { promptInspectionSchema } from '../../common/domain/prompt-inspection';
import type { InspectRequest } from '../../common/ipc/engine-contract';
import { openPipeline, type Pipeline } from '../../main/pipeline/pipeline';
import { promptBudget } from '../../main/pipeline/prompt';
import { writeTinyBundle } from '../support/tiny-bundle';
import { tinyStyles } from '../support/tiny-styles';

let dir: string;
let pipeline: Pipeline;
let red: string;
let blue: string;

const painted = async (color: string): Promise<string> => {
  const path = join(dir, `${color}.png`);
  await sharp({ create: { width: 40, height: 30, channels: 3, background: color } })
    .png()
    .toFile(path);
  return path;
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cast-'));
  await writeTinyBundle(join(dir, 'bundle'), { manifest: { styles: tinyStyles } });
  pipeline = await openPipeline({
    bundleDir: join(dir, 'bundle'),
    cacheDir: join(dir, 'cache'),
    device: 'cpu',
    clock: { now: () => 0 },
  });
  [red, blue] = [await painted('red'), await painted('blue')];
});
afterAll(async () => {
  await pipeline.close();
  await rm(dir, { recursive: true, force: true });
});

const pip = () => ({ name: 'Pip', kind: 'character' as const, look: 'a fox', always: false, imagePaths: [red] });
const olga = () => ({ name: 'Olga', kind: 'character' as const, look: 'a bear', always: false, imagePaths: [blue] });
const request = (change: Partial<InspectRequest> = {}): InspectRequest => ({
  mode: 'picture',
  context: [],
  referencePaths: [],
  text: 'Pip ran.',
  imagePath: null,
  options: { seed: 7 },
  ...change,
});
const run = (change: Partial<InspectRequest> = {}) =>
  pipeline.generate({ ...request(change), assetsDir: join(dir, 'assets') });
const forwards = (): number => pipeline.networks.languageModel.traffic().runs;
const forwardsOf = async (change: Partial<InspectRequest>): Promise<number> => {
  const before = forwards();
  await run(change);
  return forwards() - before;
};

describe('cards', () => {
  it('change the picture of a panel that names them, and of no other', async () => {
    const bare = await run();
    const carded = await run({ cast: [pip()] });
    expect(carded.asset).not.toEqual(bare.asset);
    expect((await run({ cast: [pip()] })).asset).toEqual(carded.asset);
    expect((await run({ cast: [pip(), olga()] })).asset).toEqual(carded.asset); // Olga is not named
    expect((await run({ cast: [olga()] })).asset).toEqual(bare.asset);
    expect((await run({ cast: [{ ...pip(), imagePaths: [] }] })).asset).not.toEqual(carded.asset);
  });

  it('are read once while the same ones are in play', async () => {
    const cast = [pip(), olga()];
    const context = [{ text: 'Pip ran.', imagePath: red }];
    await run({ cast, context, text: 'It rained.' });
    const longer = [...context, { text: 'It rained.', imagePath: blue }];
    // The picture of the finished panel, the new text, and the vokens: nothing of what stands before.
    expect(await forwardsOf({ cast, context: longer, text: 'And on.' })).toBeLessThanOrEqual(4);
    // Olga comes in: her card stands before the story, which is read anew.
    expect(await forwardsOf({ cast, context: longer, text: 'Olga came.' })).toBeGreaterThan(6);
  });

  it('keep a card through a story that is longer than the window, within a quarter of it', async () => {
    const context = Array.from({ length: 60 }, (_, i) => ({ text: `Pip found lantern number ${i}.`, imagePath: red }));
    const inspection = await pipeline.inspect(request({ cast: [pip()], context }));
    expect(inspection.parts[0]).toMatchObject({ kind: 'card', state: 'whole' });
    const many = Array.from({ length: 40 }, (_, i) => ({ ...pip(), name: `Pip${i}` }));
    const crowded = await pipeline.inspect(
      request({ cast: many, context, text: many.map(({ name }) => name).join(' and ') }),
    );
    const cards = crowded.parts.filter(({ kind }) => kind === 'card');
    const taken = cards.filter(({ state }) => state !== 'left-out').reduce((sum, { tokens }) => sum + tokens, 0);
    expect(cards).toHaveLength(40);
    expect(taken).toBeLessThanOrEqual(promptBudget(pipeline.bundle.manifest) / 4);
    expect(new Set(cards.map(({ state }) => state)).size).toBeGreaterThan(1);
  });
});

describe('inspect', () => {
  it('lists the parts in order with their words, pictures and places', async () => {
    const inspection = await pipeline.inspect(
      request({
        cast: [{ ...pip(), look: 'a fox with a sword' }, olga()],
        referencePaths: [blue],
        context: [
          { text: ' Once\n upon a time. ', imagePath: red },
          { text: 'It rained.', imagePath: null },
        ],
        options: { seed: 1, style: tinyStyles[1]!.id },
      }),
    );
    expect(promptInspectionSchema.parse(inspection)).toEqual(inspection);
    const [redHash, blueHash] = [await pipeline.viewer.hashOf(red), await pipeline.viewer.hashOf(blue)];
    expect(
      inspection.parts.map(({ kind, name, panel, words, pictures, state }) => [
        kind,
        name,
        panel,
        words,
        pictures,
        state,
      ]),
    ).toEqual([
      ['style', null, null, tinyStyles[1]!.line, [], 'whole'],
      ['card', 'Pip', null, 'Pip the fox.', [redHash], 'whole'],
      ['reference', null, null, '', [blueHash], 'whole'],
      ['panel', null, 0, 'Once upon a time.', [redHash], 'whole'],
      ['panel', null, 1, 'It rained.', [], 'whole'],
      ['current', null, null, 'Pip ran.', [], 'whole'],
    ]);
    expect(inspection.parts[1]?.unknownWords).toEqual(['sword']);
    const sum = inspection.parts.reduce((total, { tokens }) => total + tokens, 1); // 1: the start token
    expect(inspection.used).toBe(sum);
    expect(inspection.used).toBeLessThanOrEqual(inspection.budget);
  });

  it('says what was cut and what was left out, as the generation does', async () => {
    const context = Array.from({ length: 60 }, (_, i) => ({ text: `Panel number ${i} goes on.`, imagePath: red }));
    const asked = { context, text: `${'A word. '.repeat(5)}` };
    const { parts, used, budget } = await pipeline.inspect(request(asked));
    const { notices } = await run(asked);
    const leftOut = parts.filter(({ kind, state }) => kind === 'panel' && state === 'left-out');
    expect(notices).toContainEqual(expect.objectContaining({ kind: 'context-cut', panelsCut: leftOut.length, budget }));
    expect(leftOut.every(({ words, pictures }) => words === '' && pictures.length === 0)).toBe(true);
    expect(used).toBeLessThanOrEqual(budget);

    const long = await pipeline.inspect(request({ text: 'word '.repeat(5000) + 'end' }));
    const current = long.parts.at(-1)!;
    expect(current).toMatchObject({ kind: 'current', state: 'cut' });
    expect(current.words.endsWith('word end')).toBe(true);
    expect(long.used).toBe(long.budget);
  });

  it('runs no network', async () => {
    const { networks } = pipeline;
    const sessions = [networks.languageModel, networks.tokenEmbedding, networks.vision, networks.unet];
    const before = sessions.map((session) => session.traffic().runs);
    await pipeline.inspect(request({ cast: [pip()], context: [{ text: 'Once.', imagePath: blue }] }));
    expect(sessions.map((session) => session.traffic().runs)).toEqual(before);
  });
});

describe('describe', () => {
  it('gives a caption and only known words, always the same', async () => {
    const seen = await pipeline.describe(red);
    expect(pictureDescriptionSchema.parse(seen)).toEqual(seen);
    expect(seen.caption).not.toBe('');
    const { knows } = pipeline.bundle.manifest;
    for (const kind of ['characters', 'places', 'times', 'props'] as const) {
      expect(seen.words[kind].every((word) => knows[kind].includes(word))).toBe(true);
    }
    expect(await pipeline.describe(red)).toEqual(seen);
  });

  it('runs while a picture is drawn, and changes nothing of it', async () => {
    const alone = await run({ cast: [pip()] });
    const order: string[] = [];
    const seen = pipeline.describe(red);
    const drawing = pipeline.generate(
      { ...request({ cast: [pip()], options: { seed: 7, steps: 200 } }), assetsDir: join(dir, 'assets') },
      {},
    );
    const described = pipeline.describe(blue).then(() => order.push('described'));
    await Promise.all([drawing.then(() => order.push('drawn')), described]);
    expect(order).toEqual(['described', 'drawn']);
    expect(await pipeline.describe(red)).toEqual(await seen);
    expect((await run({ cast: [pip()] })).asset).toEqual(alone.asset);
  });

  it('says why a picture cannot be described', async () => {
    await expect(pipeline.describe(join(dir, 'missing.png'))).rejects.toMatchObject({ code: 'io' });
  });
});
