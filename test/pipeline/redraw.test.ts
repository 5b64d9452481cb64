// Drawing over a picture on a tiny random bundle in real ONNX Runtime: what stays to the byte, what changes, what repeats, what stops, and
// what is refused. The numbers of the loop are in test/unit/pipeline/schedulers/redraw-golden.test.ts.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asset } from '../../common/domain/story';
import type { GenerateHooks, PipelineRequest } from '../../main/pipeline/generate';
import { openPipeline, type Pipeline } from '../../main/pipeline/pipeline';
import { samplers } from '../../main/pipeline/schedulers/sampler-registry';
import { writeTinyBundle } from '../support/tiny-bundle';

let dir: string;
let pipeline: Pipeline;
let source: string;
let sizePx: number;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'redraw-'));
  ({
    picture: { sizePx },
  } = await writeTinyBundle(join(dir, 'bundle')));
  pipeline = await openPipeline({
    bundleDir: join(dir, 'bundle'),
    cacheDir: join(dir, 'cache'),
    device: 'cpu',
    clock: { now: () => 0 },
  });
  source = pathOf((await run({ options: { seed: 3 } })).asset);
});
afterAll(async () => {
  await pipeline.close();
  await rm(dir, { recursive: true, force: true });
});

const run = (change: Partial<PipelineRequest> = {}, hooks?: GenerateHooks) =>
  pipeline.generate(
    {
      mode: 'picture',
      context: [],
      referencePaths: [],
      text: 'One night Pip the fox found a lantern by the sea.',
      imagePath: null,
      options: { seed: 7 },
      assetsDir: join(dir, 'assets'),
      ...change,
    },
    hooks,
  );
const pathOf = (asset: Asset | null) => join(dir, 'assets', `${asset!.sha256}.${asset!.ext}`);

/** A mask that is white on the right of `from`, a share of its width. */
async function rightMask(widthPx: number, heightPx: number, from = 0.5): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = Uint8Array.from({ length: widthPx * heightPx }, (_, i) => (i % widthPx >= widthPx * from ? 255 : 0));
  const mask = sharp(bytes, { raw: { width: widthPx, height: heightPx, channels: 1 } });
  return new Uint8Array(await mask.png().toBuffer());
}

async function pixelsOf(path: string) {
  const { data, info } = await sharp(await readFile(path))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Columns in which two pictures of one size differ. */
async function changedColumns(before: string, after: string): Promise<number[]> {
  const [one, two] = [await pixelsOf(before), await pixelsOf(after)];
  expect([two.width, two.height]).toEqual([one.width, one.height]);
  const columns = new Set<number>();
  one.data.forEach((byte, i) => {
    if (byte !== two.data[i]) columns.add(Math.floor(i / 3) % one.width);
  });
  return [...columns].sort((a, b) => a - b);
}

describe('a masked redraw', () => {
  it.each(Object.keys(samplers) as (keyof typeof samplers)[])(
    'leaves every byte outside the mask and its seam, repeatably: %s',
    async (sampler) => {
      const mask = await rightMask(sizePx, sizePx);
      const options = { seed: 7, sampler, steps: 5 };
      const redraw = { imagePath: source, strength: 1, mask };
      const { asset, generation } = await run({ redraw, options });
      const changed = await changedColumns(source, pathOf(asset));
      expect(changed[0]).toBeGreaterThanOrEqual(sizePx / 2 - Math.max(Math.round(0.03 * sizePx), 1));
      expect(changed.length).toBeGreaterThan(sizePx / 4);
      expect(generation.source).toEqual({
        sha256: await pipeline.viewer.hashOf(source),
        strength: 1,
        masked: true,
      });
      expect((await run({ redraw, options })).asset).toEqual(asset);
      expect((await run({ redraw, options: { ...options, seed: 8 } })).asset).not.toEqual(asset);
    },
  );

  it('keeps the size and the bytes of a picture that is neither square nor small, with a mask of any size', async () => {
    const wide = join(dir, 'wide.png');
    const bytes = Uint8Array.from({ length: 3 * 120 * 75 }, (_, i) => (i * 7919) % 251);
    await sharp(bytes, { raw: { width: 120, height: 75, channels: 3 } })
      .png()
      .toFile(wide);
    const { asset } = await run({
      redraw: { imagePath: wide, strength: 0.8, mask: await rightMask(40, 25, 0.75) },
    });
    expect(asset).toMatchObject({ widthPx: 120, heightPx: 75 });
    const changed = await changedColumns(wide, pathOf(asset));
    expect(changed[0]).toBeGreaterThan(80);
    expect(changed.at(-1)).toBe(119);
  });

  it('shows previews that leave the rest alone too', async () => {
    const previews: Uint8Array[] = [];
    const redraw = { imagePath: source, strength: 1, mask: await rightMask(sizePx, sizePx) };
    await run({ redraw }, { onPreview: (png) => previews.push(png) });
    expect(previews.length).toBeGreaterThan(0);
    const path = join(dir, 'preview.png');
    await writeFile(path, previews[0]!);
    expect((await changedColumns(source, path))[0]).toBeGreaterThan(sizePx / 4);
  });

  it('stops between two runs, and the next one gives the same bytes', async () => {
    const redraw = { imagePath: source, strength: 1, mask: await rightMask(sizePx, sizePx) };
    const whole = await run({ redraw });
    const controller = new AbortController();
    const stopped = run(
      { redraw },
      {
        signal: controller.signal,
        onProgress: ({ stage, step }) => {
          if (stage === 'draw' && step === 2) controller.abort();
        },
      },
    );
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect((await run({ redraw })).asset).toEqual(whole.asset);
  });

  it('refuses a mask in which nothing is brushed, and one that is no picture', async () => {
    const redraw = { imagePath: source, strength: 1, mask: await rightMask(8, 8, 2) };
    await expect(run({ redraw })).rejects.toMatchObject({ code: 'bad-request', message: /Nothing is brushed/ });
    await expect(run({ redraw: { ...redraw, mask: new Uint8Array([1, 2, 3]) } })).rejects.toMatchObject({
      code: 'bad-request',
      message: /The mask is not a picture/,
    });
  });
});

describe('picture to picture', () => {
  it('is a fresh drawing at full strength', async () => {
    const fresh = await run();
    const over = await run({ redraw: { imagePath: source, strength: 1, mask: null } });
    expect(over.asset).toEqual(fresh.asset);
    expect(fresh.generation).not.toHaveProperty('source');
    expect(over.generation.source).toMatchObject({ strength: 1, masked: false });
  });

  it('stays nearer to the picture the lower the strength is', async () => {
    // Untrained networks draw nothing like what they are shown: what counts is how far the latents are moved.
    const options = { seed: 7, steps: 20, guidanceScale: 1 };
    const far = async (strength: number): Promise<number> => {
      const { asset } = await run({ redraw: { imagePath: source, strength, mask: null }, options });
      const roundTrip = await run({ redraw: { imagePath: source, strength: 1e-6, mask: null }, options });
      const [one, two] = [await pixelsOf(pathOf(asset)), await pixelsOf(pathOf(roundTrip.asset))];
      return one.data.reduce((sum, byte, i) => sum + Math.abs(byte - two.data[i]!), 0) / one.data.length;
    };
    const [little, half, much] = [await far(0.1), await far(0.5), await far(0.95)];
    expect(little).toBeLessThan(half);
    expect(half).toBeLessThan(much);
  });

  it('draws over any picture, and over nothing else', async () => {
    const photo = join(dir, 'photo.jpg');
    await sharp({ create: { width: 200, height: 90, channels: 3, background: '#3366aa' } })
      .jpeg()
      .toFile(photo);
    const { asset } = await run({ redraw: { imagePath: photo, strength: 0.5, mask: null } });
    expect(asset).toMatchObject({ widthPx: sizePx, heightPx: sizePx });
    const broken = join(dir, 'broken.png');
    await writeFile(broken, 'not a picture');
    for (const [imagePath, code] of [
      [broken, 'bad-request'],
      [join(dir, 'missing.png'), 'io'],
    ] as const) {
      await expect(run({ redraw: { imagePath, strength: 0.5, mask: null } })).rejects.toMatchObject({ code });
    }
    await expect(run({ mode: 'both', redraw: { imagePath: source, strength: 0.5, mask: null } })).rejects.toMatchObject(
      { code: 'bad-request' },
    );
  });
});
