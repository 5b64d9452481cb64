// The evaluation on a tiny random bundle with a tiny random judge: what is asked, what is counted, what repeats, and the command's JSON.
// The figures themselves mean nothing here; planted pictures and readings show that the counting is right.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Rng } from '../../common/base/rng';
import { openCaptionArtist, type CaptionArtist } from '../../main/evaluation/caption-artist';
import { contextOf } from '../../main/evaluation/context-choice';
import { measureDialogues } from '../../main/evaluation/dialogue-answers';
import { heldOutPanel, heldOutRender, heldOutStory, toldTexts } from '../../main/evaluation/held-out-panels';
import { openJudge, type Judge } from '../../main/evaluation/judge';
import { measurePanels, type DrawnPanel } from '../../main/evaluation/panel-figures';
import { narrationPerplexity, storyLoss } from '../../main/evaluation/perplexity';
import { RecallCounts, verdictOf } from '../../main/evaluation/recall';
import { drawInTwoStages } from '../../main/evaluation/two-stage-baseline';
import { measureStories, type CheckStory } from '../../main/evaluation/written-stories';
import { openPipeline, type Pipeline } from '../../main/pipeline/pipeline';
import { judgeConfigFrom } from '../../native-models/architectures/judge';
import { judgeGraph } from '../../native-models/graphs/judge';
import {
  holdsHeldOutCombination,
  isHeldOutName,
  KNOWN_CHARACTERS,
  KNOWN_PLACES,
  KNOWN_PROPS,
  KNOWN_TIMES,
  type SceneGraph,
} from '../../native-models/miniature/world/world';
import { fedScope } from '../../native-models/nn/param-scope';
import { elementCount } from '../../native-models/onnx';
import { writeSafetensors } from '../../native-models/weights/safetensors-writer';
import { writeTinyBundle } from '../support/tiny-bundle';

const ids = (terms: readonly { readonly id: string }[]): string[] => terms.map(({ id }) => id);
const judgeConfig = {
  sizePx: 32,
  channels: [4, 8],
  blocks: [0, 1],
  groups: 2,
  eps: 1e-5,
  labels: {
    who: ids(KNOWN_CHARACTERS),
    present: ids(KNOWN_CHARACTERS),
    place: ids(KNOWN_PLACES),
    time: ids(KNOWN_TIMES),
    style: ['flat', 'ink', 'pastel'],
    props: ids(KNOWN_PROPS),
  },
};

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

async function writeTinyJudge(folder: string): Promise<void> {
  const rng = new Rng(3);
  const scope = fedScope();
  judgeGraph(judgeConfigFrom(judgeConfig), scope);
  const tensors = scope.fedInputs().map(({ label, shape }) => {
    const sizes = shape.map(Number);
    return [
      label,
      { shape: sizes, data: Float32Array.from({ length: elementCount(sizes) }, () => rng.gaussian()) },
    ] as const;
  });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify(judgeConfig));
  await writeSafetensors(join(folder, 'model.safetensors'), Object.fromEntries(tensors), { dtype: 'F16' });
}

const run = (
  work: string,
  options: { seed?: number; count?: number; onPanel?: (drawn: DrawnPanel) => void; judge?: Judge } = {},
) =>
  measurePanels(
    { pipeline, judge: options.judge ?? judge, artist },
    { seed: options.seed ?? 5, count: options.count ?? 3, judgeCount: 4, dir: join(dir, work), options: { steps: 2 } },
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

describe('the two-stage baseline', () => {
  it('draws the caption that the language model writes in the place of the picture, with the noise of the seed', async () => {
    const panel = await heldOutPanel({ seed: 3, index: 1, dir: join(dir, 'two'), sizePx: 16 });
    const request = { context: [...panel.context], text: panel.text, options: { seed: 9, steps: 2 } };
    const drawn = await drawInTwoStages(pipeline, artist, request);
    expect(await artist.draw(drawn.caption, request.options)).toEqual(drawn.png);
    const other = await drawInTwoStages(pipeline, artist, { ...request, text: 'The whale sang to the moon.' });
    expect(other.caption).not.toBe(drawn.caption);
    expect(pipeline.tokenizer.encode(drawn.caption).length).toBeLessThanOrEqual(artist.maxTokens + 1);
  });
});

describe('the words', { timeout: 120_000 }, () => {
  it('are expected as the softmax of the scores says, whatever was read before', async () => {
    const texts = ['Pip the fox sat down.', 'He was tired.'];
    const first = await storyLoss(pipeline, texts);
    await storyLoss(pipeline, ['Something else.']);
    expect(await storyLoss(pipeline, texts)).toEqual(first);
    expect(first.tokens).toBe(texts.reduce((sum, text) => sum + pipeline.tokenizer.encode(` ${text}`).length, 0));
    const whole = await narrationPerplexity(pipeline, { seed: 2, count: 2 });
    let loss = 0;
    let tokens = 0;
    for (const index of [0, 1]) {
      const story = await storyLoss(pipeline, toldTexts(heldOutStory({ seed: 2, index })));
      loss += story.loss;
      tokens += story.tokens;
    }
    expect(whole.value).toBeCloseTo(Math.exp(loss / tokens), 9);
    expect(whole.low).toBeLessThanOrEqual(whole.value ?? 0);
    expect(whole.high).toBeGreaterThanOrEqual(whole.value ?? 0);
  });

  it('are written on from the opening to the length of the story; what cannot be read counts as a failure', async () => {
    const asked: (readonly string[])[] = [];
    // Each text is one sentence; the second text of a story cannot be read, the third contradicts twice in one sentence.
    const check: CheckStory = (texts) => {
      asked.push(texts);
      return {
        sentences: texts.length,
        parsed: texts.length > 1 ? texts.length - 1 : texts.length,
        contradictions: texts.length > 2 ? [2, 2, 0].map((panel) => ({ panel, sentence: 'It was so.' })) : [],
      };
    };
    const request = { seed: 1, count: 2, check, dir: join(dir, 'written') };
    const figures = await measureStories(pipeline, request);
    const lengths = [0, 1].map((index) => heldOutStory({ seed: 1, index }).length);
    const sentences = lengths.reduce((sum, length) => sum + length - 1, 0);
    expect(figures).toMatchObject({
      stories: 2,
      contradictions: { hits: 4, trials: sentences },
      contradictionsOfRead: { hits: 2, trials: sentences - 2 },
      coverage: { hits: sentences - 2, trials: sentences },
    });
    const written = asked.filter((texts) => texts.length > 1);
    const story = heldOutStory({ seed: 1, index: 0 });
    expect(written[0]?.[0]).toBe(story[0]?.text);
    expect(written[0]?.[1]).not.toBe(story[1]?.text);
    expect(written[1]).toEqual(story.map(({ text }) => text));
    expect(await measureStories(pipeline, request)).toEqual(figures);
  });

  it('of an answer may end with a picture or without', async () => {
    const request = { seed: 1, count: 2, dir: join(dir, 'talk') };
    const figures = await measureDialogues(pipeline, request);
    expect(figures.recall.trials).toBeGreaterThan(0);
    expect(figures.endless.trials).toBeGreaterThanOrEqual(4);
    expect(await measureDialogues(pipeline, request)).toEqual(figures);
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

describe('studio evaluate', { timeout: 180_000 }, () => {
  it('prints one JSON value with the agreed keys and writes the sheet', async () => {
    const sheet = join(dir, 'sheets', 'sheet.png');
    const flags = ['--seed', '3', '--count', '2', '--steps', '1', '--judge-count', '3', '--json', '--sheet', sheet];
    const { stdout, stderr, code } = await command([
      'evaluate',
      ...flags,
      '--bundle',
      join(dir, 'bundle'),
      '--judge',
      join(dir, 'judge'),
    ]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const value = JSON.parse(stdout) as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(
      expect.arrayContaining([
        'count',
        'judge',
        'who',
        'whoPronoun',
        'place',
        'time',
        'props',
        'frechet',
        'missingText',
        'missingPicture',
        'contradictions',
        'coverage',
        'perplexity',
        'dialogueF1',
        'baseline',
        'difference',
      ]),
    );
    expect(value).toMatchObject({ count: 2, missingText: 0, missingPicture: 0, bundle: 'tiny', steps: 1 });
    expect(Object.keys(value['judge'] as object)).toEqual(['who', 'place', 'time', 'props', 'style']);
    expect((await sharp(await readFile(sheet)).metadata()).format).toBe('png');
    const left = await readdir(join(dir, 'tmp'));
    expect(left.filter((name) => name.startsWith('studio-'))).toEqual([]); // its own pictures are gone
  });

  it('says in one line that there is no judge', async () => {
    const { stdout, stderr, code } = await command([
      'evaluate',
      '--bundle',
      join(dir, 'bundle'),
      '--judge',
      join(dir, 'no'),
    ]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toMatch(/^studio: There is no judge in .*--judge\.\n$/);
  });
});

function command(args: readonly string[]): Promise<{ stdout: string; stderr: string; code: number | null }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'main/cli.ts', ...args], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, VOKEN_STUDIO_CACHE: join(dir, 'cache'), TMPDIR: join(dir, 'tmp') },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ stdout, stderr, code });
    });
  });
}
