// Whole generations on a tiny random bundle in real ONNX Runtime: what is written and drawn, what repeats, what changes, what stops.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Rng } from '../../common/base/rng';
import type { Asset } from '../../common/domain/story';
import { denoise } from '../../main/pipeline/denoise';
import type { GenerateHooks, PipelineRequest } from '../../main/pipeline/generate';
import { openPipeline, type Pipeline } from '../../main/pipeline/pipeline';
import { promptFrom, tokenSegments } from '../../main/pipeline/prompt';
import { samplers } from '../../main/pipeline/schedulers/sampler-registry';
import { wordCount } from '../../main/pipeline/story-text';
import { floatTensor, floatsOf } from '../../main/runtime/tensor';
import { writeTinyBundle } from '../support/tiny-bundle';

let dir: string;
let pipeline: Pipeline;
let ticks = 0;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'generate-'));
  await writeTinyBundle(join(dir, 'bundle'));
  pipeline = await openPipeline({
    bundleDir: join(dir, 'bundle'),
    cacheDir: join(dir, 'cache'),
    device: 'cpu',
    clock: { now: () => ticks++ },
  });
});
afterAll(async () => {
  await pipeline.close();
  await rm(dir, { recursive: true, force: true });
});

const PROMPT = 'One night Pip the fox found a lantern by the sea.';
const request = (change: Partial<PipelineRequest> = {}): PipelineRequest => ({
  mode: 'both',
  context: [],
  referencePaths: [],
  text: PROMPT,
  imagePath: null,
  options: { seed: 7 },
  assetsDir: join(dir, 'assets'),
  ...change,
});
const run = (change: Partial<PipelineRequest> = {}, hooks?: GenerateHooks) => pipeline.generate(request(change), hooks);
const pathOf = (asset: Asset | null) => join(dir, 'assets', `${asset!.sha256}.${asset!.ext}`);

describe('a generation', () => {
  it('gives the same bytes for the same seed, with a cold and with a warm cache', async () => {
    pipeline.cache.clear();
    const first = await run();
    const warm = await run();
    await run({ text: 'Something else entirely.', context: [{ text: 'A bear slept.', imagePath: null }] });
    const afterOthers = await run();
    pipeline.cache.clear();
    const cold = await run();
    for (const again of [warm, afterOthers, cold]) {
      expect(again.text).toBe(first.text);
      expect(again.asset).toEqual(first.asset);
    }
    expect(first.text.startsWith(PROMPT)).toBe(true);
    expect(wordCount(first.text)).toBeGreaterThan(wordCount(PROMPT));
  });

  it('reads a story panel by panel to the same bytes as all at once', async () => {
    const first = await run({ options: { seed: 1 } });
    const panels = [{ text: first.text, imagePath: pathOf(first.asset) }];
    const second = await run({ text: '', context: panels, options: { seed: 2 } });
    panels.push({ text: second.text, imagePath: pathOf(second.asset) });
    const third = await run({ text: '', context: panels, options: { seed: 3 } });
    pipeline.cache.clear();
    const thirdAtOnce = await run({ text: '', context: panels, options: { seed: 3 } });
    expect(thirdAtOnce.text).toBe(third.text);
    expect(thirdAtOnce.asset).toEqual(third.asset);
  });

  it('changes the picture with the prompt, with the seed, with a context picture and with a reference', async () => {
    const bear = join(dir, 'bear.png');
    await sharp({ create: { width: 40, height: 30, channels: 3, background: '#8b5a2b' } })
      .png()
      .toFile(bear);
    const hashes = new Set<string>();
    for (const change of [
      {},
      { text: 'A bear slept in the forest.' },
      { options: { seed: 8 } },
      { context: [{ text: '', imagePath: bear }] },
      { referencePaths: [bear], context: [{ text: 'Once.', imagePath: null }] },
    ] satisfies Partial<PipelineRequest>[]) {
      hashes.add((await run({ mode: 'picture', ...change })).asset!.sha256);
    }
    expect(hashes.size).toBe(5);
  });

  it.each(Object.keys(samplers) as (keyof typeof samplers)[])('draws with %s, repeatably', async (sampler) => {
    const options = { seed: 5, sampler, steps: 5 };
    const one = await run({ mode: 'picture', options });
    const two = await run({ mode: 'picture', options });
    expect(one.asset).toEqual(two.asset);
    const { data } = await sharp(await readFile(pathOf(one.asset)))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(new Set(data).size).toBeGreaterThan(10); // not blank
  });

  it('never leaves the text out, whatever the seed and the temperature', async () => {
    for (let seed = 0; seed < 12; seed++) {
      const { text, asset } = await run({ mode: 'text', text: '', options: { seed, temperature: seed % 3 } });
      expect(text.trim()).not.toBe('');
      expect(text).not.toMatch(/\[IMG|<s>|<Img>|[\u0000-\u001F\uFFFD]/);
      expect(asset).toBeNull();
    }
  });

  it('keeps the text as it is when only the picture is asked for', async () => {
    const { text, asset } = await run({ mode: 'picture' });
    expect(text).toBe(PROMPT);
    expect(asset).toMatchObject({ ext: 'png', widthPx: 16, heightPx: 16 });
  });

  it('stops in the middle of writing and of drawing, and works again', async () => {
    for (const stage of ['write', 'draw'] as const) {
      const controller = new AbortController();
      let stepsAfterAbort = 0;
      const hooks: GenerateHooks = {
        signal: controller.signal,
        onProgress: (progress) => {
          if (controller.signal.aborted) stepsAfterAbort += 1;
          if (progress.stage === stage && progress.step === 2) controller.abort();
        },
      };
      await expect(run({ options: { seed: 1, steps: 50 } }, hooks)).rejects.toMatchObject({ code: 'cancelled' });
      expect(stepsAfterAbort).toBe(0);
    }
    const again = await run();
    expect(again.asset).not.toBeNull();
  });

  it('shows at most three previews, and none without a listener', async () => {
    let previews = 0;
    await run({ mode: 'picture', options: { seed: 1, steps: 20 } }, { onPreview: () => (previews += 1) });
    expect(previews).toBe(3);
  });

  it('refuses a second generation while one runs', async () => {
    const first = run();
    await expect(run()).rejects.toMatchObject({ code: 'bad-request' });
    await first;
  });

  it('computes the negative condition once', async () => {
    const negative = await pipeline.mapper.negative();
    await run();
    expect(await pipeline.mapper.negative()).toBe(negative);
  });
});

describe('the parts of a generation', () => {
  it('takes the eight voken states from one step: those that one-token steps give', async () => {
    const { cache, tokenizer, bundle } = pipeline;
    const { vokens } = bundle.manifest.tokens;
    const prompt = promptFrom(
      { context: [], references: [], picture: null, text: PROMPT },
      { tokenizer, manifest: bundle.manifest },
    );
    const segments = [...prompt.prefix, ...tokenSegments(prompt.text)];
    let outlook = await cache.read(segments);
    const oneByOne = [...outlook.hidden];
    for (const voken of vokens.slice(0, -1)) {
      outlook = await cache.step(voken);
      oneByOne.push(...outlook.hidden);
    }
    await cache.read(segments);
    const length = cache.length;
    const states = await cache.vokenStates(vokens);
    expect(states).toHaveLength(8 * pipeline.networks.languageModelShape.hiddenSize);
    expect(cache.length).toBe(length); // vokens do not stay
    const largest = Math.max(...oneByOne.map(Math.abs));
    for (const [i, value] of oneByOne.entries()) expect(Math.abs(states[i]! - value)).toBeLessThan(1e-4 * largest);
  });

  it('sees and draws two pictures in a batch as one by one', async () => {
    const { networks, mapper } = pipeline;
    const { length, size } = networks.conditioning;
    const rng = new Rng(1);
    const conditions = [0, 1].map(() => Float32Array.from({ length: length * size }, () => rng.gaussian()));
    const settings = {
      negative: await mapper.negative(),
      sampler: 'dpm-solver++' as const,
      steps: 4,
      guidance: { scale: 3 },
    };
    const parts = {
      unet: networks.unet,
      schedule: networks.schedule,
      latent: { channels: 4, sizePx: 8 },
      conditioning: networks.conditioning,
      pause: pipeline.pause,
    };
    const together = await denoise({ ...settings, conditions, noise: [new Rng(2), new Rng(3)] }, parts);
    const apart = [
      ...(await denoise({ ...settings, conditions: [conditions[0]!], noise: [new Rng(2)] }, parts)),
      ...(await denoise({ ...settings, conditions: [conditions[1]!], noise: [new Rng(3)] }, parts)),
    ];
    const largest = Math.max(...apart.map(Math.abs));
    for (const [i, value] of apart.entries()) expect(Math.abs(together[i]! - value)).toBeLessThan(1e-4 * largest);

    const pixels = Float32Array.from({ length: 2 * 3 * 16 * 16 }, () => rng.gaussian());
    const seen = floatsOf(
      await networks.vision.run({ pixel_values: floatTensor(pixels, [2, 3, 16, 16]) }),
      'soft_tokens',
    );
    const second = floatsOf(
      await networks.vision.run({ pixel_values: floatTensor(pixels.slice(3 * 256), [1, 3, 16, 16]) }),
      'soft_tokens',
    );
    for (const [i, value] of second.entries()) expect(seen[seen.length / 2 + i]).toBeCloseTo(value, 4);
  });
});
