// What the evaluation has the language model write, on a tiny random bundle: captions in pictures' places, stories written on, narration
// expected, answers with and without pictures.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCaptionArtist, type CaptionArtist } from '../../main/evaluation/caption-artist';
import { measureDialogues } from '../../main/evaluation/dialogue-answers';
import { heldOutPanel, heldOutStory, toldPanels } from '../../main/evaluation/held-out-panels';
import type { Reading } from '../../main/evaluation/judge';
import { narrationPerplexity, storyLoss } from '../../main/evaluation/perplexity';
import { drawInTwoStages } from '../../main/evaluation/two-stage-baseline';
import { measureStories, storyNames, type CheckStory } from '../../main/evaluation/written-stories';
import { openPipeline, type Pipeline } from '../../main/pipeline/pipeline';
import { writeTinyBundle } from '../support/tiny-bundle';

let dir: string;
let pipeline: Pipeline;
let artist: CaptionArtist;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'evaluation-words-'));
  await writeTinyBundle(join(dir, 'bundle'));
  const cacheDir = join(dir, 'cache');
  pipeline = await openPipeline({ bundleDir: join(dir, 'bundle'), cacheDir, device: 'cpu', clock: { now: () => 0 } });
  artist = await openCaptionArtist(pipeline, cacheDir);
});
afterAll(async () => {
  await artist.close();
  await pipeline.close();
  await rm(dir, { recursive: true, force: true });
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
    const panels = texts.map((text) => ({ text, imagePath: null }));
    const first = await storyLoss(pipeline, panels);
    await storyLoss(pipeline, [{ text: 'Something else.', imagePath: null }]);
    expect(await storyLoss(pipeline, panels)).toEqual(first);
    expect(first.tokens).toBe(texts.reduce((sum, text) => sum + pipeline.tokenizer.encode(` ${text}`).length, 0));
    const whole = await narrationPerplexity(pipeline, { seed: 2, count: 2, dir: join(dir, 'narration') });
    let loss = 0;
    let tokens = 0;
    for (const index of [0, 1]) {
      const told = heldOutStory({ seed: 2, index });
      const pictured = await toldPanels(told, { index, dir: join(dir, 'told'), sizePx: 16 });
      const story = await storyLoss(pipeline, pictured);
      const blind = await storyLoss(
        pipeline,
        pictured.map(({ text }) => ({ text, imagePath: null })),
      );
      expect(story.loss).not.toBe(blind.loss); // pictures are seen
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
    // What contradicts in a sentence that cannot be read is no second failure.
    const check: CheckStory = (texts) => {
      asked.push(texts);
      return {
        sentences: texts.length,
        parsed: texts.length > 1 ? texts.length - 1 : texts.length,
        contradictions:
          texts.length > 2
            ? [2, 2, 0, 1].map((panel) => ({ panel, sentence: 'It was so.', isParsed: panel !== 1 }))
            : [],
      };
    };
    const request = { seed: 1, count: 2, check, dir: join(dir, 'written') };
    const figures = await measureStories(pipeline, request);
    const lengths = [0, 1].map((index) => heldOutStory({ seed: 1, index, names: storyNames(index) }).length);
    const sentences = lengths.reduce((sum, length) => sum + length - 1, 0);
    expect(figures).toMatchObject({
      stories: 2,
      contradictions: { hits: 4, trials: sentences },
      byNames: { heldOut: { hits: 2, trials: lengths[0]! - 1 }, usual: { hits: 2, trials: lengths[1]! - 1 } },
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

  it('end where the model takes a story for finished', async () => {
    const check: CheckStory = (texts) => ({ sentences: texts.length, parsed: texts.length, contradictions: [] });
    let calls = 0;
    const endsEverySecond: Pipeline = {
      ...pipeline,
      generate: async (request, hooks) => {
        const result = await pipeline.generate(request, hooks);
        return request.mode === 'both' && ++calls % 2 === 0
          ? { ...result, notices: [{ kind: 'story-complete' }] }
          : result;
      },
    };
    const figures = await measureStories(endsEverySecond, { seed: 1, count: 2, check, dir: join(dir, 'ended') });
    const asked = [0, 1].reduce(
      (sum, index) => sum + heldOutStory({ seed: 1, index, names: storyNames(index) }).length - 1,
      0,
    );
    expect(figures).toMatchObject({ told: { hits: 2, trials: asked }, coverage: { hits: 2, trials: 2 } });
  });

  it('show the hero where the judge sees it, as the main figure or among others, in every picture drawn', async () => {
    const check: CheckStory = (texts) => ({ sentences: texts.length, parsed: texts.length, contradictions: [] });
    const story = heldOutStory({ seed: 1, index: 0 });
    const hero = story[0]!.graph.characters.find(({ role }) => role === 'main')!.id;
    let read = 0;
    const seen: readonly (readonly [string, readonly string[]])[] = [
      [hero, []],
      ['somebody', [hero]],
    ];
    const judge = {
      read: () => {
        const [who, present] = seen[read++] ?? ['somebody', []];
        return Promise.resolve({ who, present } as unknown as Reading);
      },
    };
    const figures = await measureStories(pipeline, { seed: 1, count: 1, check, judge, dir: join(dir, 'hero') });
    expect(read).toBeGreaterThan(2);
    expect(figures.heroSeen).toMatchObject({ hits: 2, trials: read });
  });

  it('of an answer may end with a picture or without', async () => {
    const request = { seed: 1, count: 2, dir: join(dir, 'talk') };
    const figures = await measureDialogues(pipeline, request);
    expect(figures.recall.trials).toBeGreaterThan(0);
    expect(figures.endless.trials).toBeGreaterThanOrEqual(4);
    expect(await measureDialogues(pipeline, request)).toEqual(figures);
  });
});
