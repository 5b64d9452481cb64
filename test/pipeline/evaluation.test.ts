// The pictures of the evaluation on a tiny random bundle with a tiny random judge: what is asked, what is counted, what repeats.
// The figures themselves mean nothing here; planted pictures and readings show that the counting is right.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCaptionArtist, type CaptionArtist } from '../../main/evaluation/caption-artist';
import { contextOf } from '../../main/evaluation/context-choice';
import { heldOutPanel, heldOutRender, heldOutStory, toldTexts } from '../../main/evaluation/held-out-panels';
import { openJudge, type Judge } from '../../main/evaluation/judge';
import { measurePanels, type DrawnPanel } from '../../main/evaluation/panel-figures';
import { RecallCounts, verdictOf } from '../../main/evaluation/recall';
import { openPipeline, type Pipeline } from '../../main/pipeline/pipeline';
import { holdsHeldOutCombination, isHeldOutName, type SceneGraph } from '../../native-models/miniature/world/world';
import { writeTinyBundle } from '../support/tiny-bundle';
import { judgeConfig, writeTinyJudge } from '../support/tiny-judge';

let dir: string;
let pipeline: Pipeline;
let judge: Judge;
let artist: CaptionArtist;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'evaluation-'));
  await writeTinyBundle(join(dir, 'bundle'));
  await writeTinyJudge(join(dir, 'judge'));
  await mkdir(join(dir, 'tmp'));
  const cacheDir = join(dir, 'cache');
  pipeline = await openPipeline({ bundleDir: join(dir, 'bundle'), cacheDir, device: 'cpu', clock: { now: () => 0 } });
  judge = await openJudge({ dir: join(dir, 'judge'), cacheDir, device: 'cpu' });
  artist = await openCaptionArtist(pipeline, cacheDir);
});
afterAll(async () => {
  await artist.close();
  await judge.close();
  await pipeline.close();
  await rm(dir, { recursive: true, force: true });
});

const run = (
  work: string,
  options: {
    seed?: number;
    count?: number;
    onPanel?: (drawn: DrawnPanel) => void;
    judge?: Judge;
    drawingsOnly?: boolean;
  } = {},
) =>
  measurePanels(
    { pipeline, judge: options.judge ?? judge, artist },
    {
      seed: options.seed ?? 5,
      count: options.count ?? 3,
      judgeCount: 4,
      dir: join(dir, work),
      options: { steps: 2 },
      drawingsOnly: options.drawingsOnly,
    },
    options.onPanel === undefined ? {} : { onPanel: options.onPanel },
  );

describe('the questions', () => {
  it('are panels of held-out stories, each with all that came before it, and do not depend on the count', async () => {
    let combinations = 0;
    let contexts = 0;
    for (let index = 0; index < 8; index++) {
      const panel = await heldOutPanel({ seed: 1, index, dir: join(dir, 'questions'), sizePx: 16 });
      for (const { name } of panel.graph.characters) expect(isHeldOutName(name)).toBe(true);
      if (holdsHeldOutCombination(panel.graph)) combinations += 1;
      contexts += panel.context.length;
      for (const { text, imagePath } of panel.context) {
        expect(text).not.toBe('');
        expect((await sharp(imagePath).metadata()).width).toBe(16);
      }
      const again = await heldOutPanel({ seed: 1, index, dir: join(dir, 'again'), sizePx: 16 });
      expect({ ...again, context: again.context.map(({ text }) => text) }).toEqual({
        ...panel,
        context: panel.context.map(({ text }) => text),
      });
    }
    expect(combinations).toBeGreaterThan(0);
    expect(contexts).toBeGreaterThan(0);
  });

  it('can all be panels that do not name the hero, or stories about one character, unseen ones too', async () => {
    for (let index = 0; index < 3; index++) {
      const where = { dir: join(dir, 'q3'), sizePx: 16 };
      const panel = await heldOutPanel({ seed: 4, index, from: 'pronoun', ...where });
      expect(panel.isPronounOnly).toBe(true);
      expect(panel.context.length).toBeGreaterThan(0);
      const tiger = await heldOutPanel({ seed: 4, index, character: 'tiger', ...where });
      expect(tiger.graph.characters.find(({ role }) => role === 'main')?.id).toBe('tiger');
    }
  });

  it('name the style of a story before its first text, and leave out of the context what is not to be shown', () => {
    const styles = new Set<string>();
    for (let index = 0; index < 12; index++) {
      const story = heldOutStory({ seed: 1, index });
      const { style } = story[0]!.graph;
      styles.add(style);
      const texts = toldTexts(story);
      expect(texts[0]?.startsWith(`Drawn in ${style}.`)).toBe(style !== 'flat');
      expect(texts.slice(1)).toEqual(story.slice(1).map(({ text }) => text));
    }
    expect(styles.size).toBe(3);
    const context = [{ text: 'A fox came.', imagePath: 'a.png' }];
    expect(contextOf({ context }, 'both')).toEqual(context);
    expect(contextOf({ context }, 'text')).toEqual([{ text: 'A fox came.', imagePath: null }]);
    expect(contextOf({ context }, 'picture')).toEqual([{ text: '', imagePath: 'a.png' }]);
    expect(contextOf({ context }, 'none')).toEqual([]);
  });

  it('know which texts name the main character by a pronoun only', async () => {
    let count = 0;
    for (let index = 0; index < 14; index++) {
      const { text, graph, isPronounOnly, context } = await heldOutPanel({
        seed: 2,
        index,
        dir: join(dir, 'q2'),
        sizePx: 16,
      });
      const main = graph.characters.find(({ role }) => role === 'main');
      expect(isPronounOnly && text.includes(main?.name ?? '')).toBe(false);
      if (context.length === 0) expect(isPronounOnly).toBe(false); // a story introduces its hero
      if (isPronounOnly) count += 1;
    }
    expect(count).toBeGreaterThan(0);
  });
});

describe('an evaluation', { timeout: 180_000 }, () => {
  it('draws each panel, counts everything, and gives the same figures and pictures again', async () => {
    const shown: DrawnPanel[] = [];
    const first = await run('first', { onPanel: (drawn) => shown.push(drawn) });
    const props = shown.reduce((sum, { panel }) => sum + panel.graph.props.length, 0);
    expect(first).toMatchObject({
      count: 3,
      who: { trials: 3 },
      place: { trials: 3 },
      time: { trials: 3 },
      props: { trials: props },
      judge: { who: { trials: 4 } },
      caption: { who: { trials: 3 }, props: { trials: props } },
      baseline: { who: { trials: 3 }, props: { trials: props } },
      difference: { who: { count: 3 } },
      missingText: { hits: 0, trials: 3 },
      missingPicture: { hits: 0, trials: 6 },
    });
    const again: DrawnPanel[] = [];
    expect(await run('second', { onPanel: (drawn) => again.push(drawn) })).toEqual(first);
    expect(again.map(({ png }) => png)).toEqual(shown.map(({ png }) => png));
    expect(again.map(({ fromCaption }) => fromCaption)).toEqual(shown.map(({ fromCaption }) => fromCaption));
    for (const { png, fromCaption, baseline } of shown) {
      expect(fromCaption).not.toEqual(png);
      expect(baseline.png).not.toEqual(png);
      expect(baseline.caption).not.toBe('');
    }
    expect(again.map(({ baseline }) => baseline)).toEqual(shown.map(({ baseline }) => baseline));
    const other: DrawnPanel[] = [];
    await run('third', { seed: 6, onPanel: (drawn) => other.push(drawn) });
    expect(other.map(({ panel }) => panel.text)).not.toEqual(shown.map(({ panel }) => panel.text));
  });

  it('draws from the story alone where nothing is to be compared, and the same as otherwise', async () => {
    const whole = await run('whole');
    const shown: DrawnPanel[] = [];
    const alone = await run('alone', { drawingsOnly: true, onPanel: (drawn) => shown.push(drawn) });
    for (const name of ['who', 'place', 'props', 'whoPronoun', 'frechet', 'pictureBefore'] as const)
      expect(alone[name]).toEqual(whole[name]);
    expect(alone).toMatchObject({
      missingPicture: { trials: 3 },
      missingText: { trials: 0 },
      caption: { who: { trials: 0 } },
      baseline: { who: { trials: 0 }, frechet: null },
      difference: { who: { value: null } },
    });
    expect(shown).toEqual([]);
  });

  it('gives full marks to a judge that is always right about real pictures, and counts blank drawings as missing', async () => {
    const graphs = new Map<string, SceneGraph>();
    for (let index = 0; index < 4; index++) {
      const { graph, png } = await heldOutRender({ seed: 5, index, sizePx: judgeConfig.sizePx });
      graphs.set(Buffer.from(png).toString('base64'), graph);
    }
    const knowing: Judge = {
      ...judge,
      read: (png) => {
        const graph = graphs.get(Buffer.from(png).toString('base64'));
        return Promise.resolve({
          who: graph?.characters.find(({ role }) => role === 'main')?.id ?? '',
          present: graph?.characters.map(({ id }) => id) ?? [],
          place: graph?.place ?? '',
          time: graph?.time ?? '',
          style: graph?.style ?? '',
          props: graph?.props.map(({ id }) => id) ?? [],
          contrast: graph === undefined ? 0 : 1,
          features: new Float32Array(2),
        });
      },
    };
    const result = await run('knowing', { count: 2, judge: knowing });
    for (const figure of [result.judge.who, result.judge.place, result.judge.time, result.judge.props])
      expect(figure.share).toBe(1);
    expect(result.who.share).toBe(0);
    expect(result.missingPicture).toMatchObject({ hits: 4, trials: 4 });
  });

  it('stops when it is told to, and says when there is no judge', async () => {
    const stop = new AbortController();
    const request = { seed: 1, count: 50, judgeCount: 0, dir: join(dir, 'stopped'), options: { steps: 2 } };
    const stopped = measurePanels({ pipeline, judge, artist }, request, {
      signal: stop.signal,
      onPanel: () => {
        stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    const missing = openJudge({ dir: join(dir, 'nowhere'), cacheDir: join(dir, 'cache'), device: 'cpu' });
    await expect(missing).rejects.toMatchObject({ code: 'bundle-missing' });
  });
});

describe('the judge', () => {
  it('as it was trained names who, where and when on real held-out pictures', async () => {
    const folder = join(import.meta.dirname, '../support/judge');
    const trained = await openJudge({ dir: folder, cacheDir: join(dir, 'cache'), device: 'cpu' });
    const counts = new RecallCounts();
    try {
      for (let index = 0; index < 40; index++) {
        const { graph, png } = await heldOutRender({ seed: 11, index, sizePx: trained.config.sizePx });
        counts.add(verdictOf(await trained.read(png, `render ${index}`), graph));
      }
    } finally {
      await trained.close();
    }
    const { who, place, time } = counts.shares();
    for (const { hits } of [who, place, time]) expect(hits).toBeGreaterThanOrEqual(37); // 0.97 of 40, less one for chance
  });

  it('tells a blank picture from one with something on it', async () => {
    const flat = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#808890' } })
      .png()
      .toBuffer();
    expect((await judge.read(flat, 'flat')).contrast).toBeLessThan(0.001);
    const { png } = await heldOutRender({ seed: 1, index: 0, sizePx: 64 });
    expect((await judge.read(png, 'scene')).contrast).toBeGreaterThan(0.1);
  });
});

describe('the artist of captions', () => {
  it('draws another picture for another caption, and cuts a caption that is too long', async () => {
    const options = { seed: 1, steps: 2 };
    const fox = await artist.draw('a fox', options);
    expect(await artist.draw('a fox', options)).toEqual(fox);
    expect(await artist.draw('a bear', options)).not.toEqual(fox);
    expect((await sharp(await artist.draw('a fox and '.repeat(50), options)).metadata()).width).toBe(16);
  });
});
