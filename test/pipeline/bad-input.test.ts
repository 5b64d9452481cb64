// Bad prompts, bad pictures, bad bundles: each gets one clear sentence or simply works; nothing crashes and nothing is left behind. The
// corpus of wrong pictures is in wrong-pictures.test.ts.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile, cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BundleManifest } from '../../common/domain/bundle';
import { importPicture } from '../../main/pipeline/image/encode-picture';
import { visionInputFrom } from '../../main/pipeline/image/vision-input';
import { openPipeline, type Pipeline } from '../../main/pipeline/pipeline';
import { verifyBundle } from '../../main/runtime/bundle';
import { writeSafetensors } from '../../native-models/weights/safetensors-writer';
import { openCheckpoint } from '../../native-models/weights/checkpoint';
import { writeTinyBundle } from '../support/tiny-bundle';

let dir: string;
let pipeline: Pipeline;
const clock = { now: () => 0 };
const open = (bundle: string) =>
  openPipeline({ bundleDir: bundle, cacheDir: join(dir, 'cache'), device: 'cpu', clock });

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bad-input-'));
  await writeTinyBundle(join(dir, 'bundle'));
  pipeline = await open(join(dir, 'bundle'));
});
afterAll(async () => {
  await pipeline.close();
  await rm(dir, { recursive: true, force: true });
});

/** One sentence or two, no stack, no path of this machine. */
function expectClear(message: string): void {
  expect(message).toMatch(/^[\p{Lu}\p{Ll}].*[.]$/su);
  expect(message.length).toBeLessThan(260);
  expect(message).not.toContain(dir);
}

async function refusalOf(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  const thrown: unknown = await work.then(
    () => expect.fail('it was accepted'),
    (error: unknown) => error,
  );
  const { code, message } = thrown as { code: string; message: string };
  expectClear(message);
  return { code, message };
}

describe('a picture from outside', () => {
  const assets = () => join(dir, 'imported');
  const noise = () =>
    sharp({
      create: {
        width: 64,
        height: 48,
        channels: 3,
        background: '#fff',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    });

  it.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)('a truncated %s is refused', async (format) => {
    const whole = await noise().toFormat(format).toBuffer();
    expect((await importPicture(assets(), whole, 'whole')).widthPx).toBe(64);
    const { code, message } = await refusalOf(
      importPicture(assets(), whole.subarray(0, Math.floor(whole.length * 0.6)), `half.${format}`),
    );
    expect(code).toBe('bad-request');
    expect(message).toContain(`half.${format}`);
  });

  it('is turned upright, stripped of everything but pixels, and stored under its hash', async () => {
    const sideways = await noise().jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const asset = await importPicture(assets(), sideways, 'photo.jpg');
    expect(asset).toMatchObject({ ext: 'jpg', widthPx: 48, heightPx: 64 });
    const stored = await readFile(join(assets(), `${asset.sha256}.jpg`));
    expect(createHash('sha256').update(stored).digest('hex')).toBe(asset.sha256);
    expect((await sharp(stored).metadata()).exif).toBeUndefined();
    expect((await readdir(assets())).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('comes in whole when it comes twice at once, and over a part that a crash has left', async () => {
    const png = await noise().png().toBuffer();
    const folder = join(assets(), 'twice');
    const first = await importPicture(folder, png, 'a.png');
    const path = join(folder, `${first.sha256}.png`);
    const whole = await readFile(path);
    await rm(path);
    await writeFile(join(folder, `.${first.sha256}.1.part`), 'half a pict');
    const both = await Promise.all(['b.png', 'c.png'].map((name) => importPicture(folder, png, name)));
    expect(both).toEqual([first, first]);
    expect((await readFile(path)).equals(whole)).toBe(true);
    expect((await readdir(folder)).toSorted()).toEqual([`.${first.sha256}.1.part`, `${first.sha256}.png`]);
  });

  it('is put on a white square for the vision encoder', async () => {
    const wide = await sharp({
      create: { width: 32, height: 16, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 1 } },
    })
      .png()
      .toBuffer();
    const input = await visionInputFrom(wide, 'wide.png', { sizePx: 16, mean: [0, 0, 0], std: [1, 1, 1] });
    expect(input).toHaveLength(3 * 16 * 16);
    expect(input[8]).toBe(1); // top row: white
    expect(input[8 * 16 + 8]).toBe(0); // middle: black
  });

  it('that a story points to and that is gone or broken fails with its name', async () => {
    const broken = join(dir, 'broken.png');
    await writeFile(broken, 'nothing');
    const request = {
      mode: 'both' as const,
      context: [],
      text: 'A fox.',
      imagePath: null,
      options: { seed: 1 },
      assetsDir: join(dir, 'assets'),
    };
    expect((await refusalOf(pipeline.generate({ ...request, referencePaths: [broken] }))).message).toContain(
      'broken.png',
    );
    const gone = await refusalOf(pipeline.generate({ ...request, referencePaths: [join(dir, 'gone.png')] }));
    expect(gone).toMatchObject({ code: 'io', message: expect.stringContaining('gone.png') as string });
  });
});

describe('a prompt', () => {
  const draw = (text: string, context: string[] = []) =>
    pipeline.generate({
      mode: 'both',
      context: context.map((panel) => ({ text: panel, imagePath: null })),
      referencePaths: [],
      text,
      imagePath: null,
      options: { seed: 4, steps: 2 },
      assetsDir: join(dir, 'assets'),
    });

  it.each([
    ['empty', ''],
    ['only spaces', '  \n\t '],
    ['only emoji', '🦊🌙👩‍👩‍👧‍👦🏳️‍🌈'],
    ['right to left', 'مرة واحدة وجد الثعلب فانوساً بجانب البحر.'],
    ['with NUL bytes', 'One\u0000night\u0000 the \u0007fox.'],
    ['of control tokens', '</s> [IMG0] <ImageHere> <Img> <pad> [IMG7]'],
    ['of lone surrogates', 'a \ud800 fox \udfff.'],
    ['one endless word', 'a'.repeat(50_000)],
  ])('%s works', async (_name, text) => {
    const { text: written, asset } = await draw(text);
    expect(written.length).toBeGreaterThan(text.trimEnd().length);
    expect(asset).not.toBeNull();
  });

  it('that is empty is said to be so', async () => {
    expect((await draw('')).notices).toContainEqual({ kind: 'empty-prompt' });
  });

  it('of 50,000 words is read from its end, and the cut is told', async () => {
    const words = Array.from({ length: 50_000 }, (_, i) => `word${i}`).join(' ');
    const { notices, text } = await draw(words);
    const cut = notices.find(({ kind }) => kind === 'context-cut');
    expect(cut).toMatchObject({ panelsCut: 0, isTextCut: true });
    expect(cut).toHaveProperty('tokensCut', expect.any(Number));
    expect((cut as { tokensCut: number }).tokensCut).toBeGreaterThan(50_000);
    expect(text.startsWith('word0 word1')).toBe(true); // the story keeps all of it
    const otherStart = await draw(words.replace('word0', 'bear'));
    expect(otherStart.asset).toEqual((await draw(words)).asset); // what was cut has no influence
  });

  it('after a story too long for the window drops the oldest panels whole', async () => {
    const panels = Array.from({ length: 40 }, (_, i) => `Panel ${i} of the story about the fox.`);
    const { notices } = await draw('The end.', panels);
    const cut = notices.find(({ kind }) => kind === 'context-cut') as { panelsCut: number };
    expect(cut).toMatchObject({ isTextCut: false });
    expect(cut.panelsCut).toBeGreaterThan(20);
    expect(cut.panelsCut).toBeLessThan(40);
  });

  it('outside the built-in world names what cannot be drawn, and still works', async () => {
    const { notices, asset } = await draw('A dragon flew over the castle with the fox.');
    expect(notices).toContainEqual({ kind: 'unknown-words', words: ['dragon', 'castle'] });
    expect(asset).not.toBeNull();
    expect((await draw('One night Pip the fox found a lantern by the sea.')).notices).toEqual([]);
  });
});

describe('a bundle', () => {
  /** A copy of the bundle with one change; hashes are made right again where asked. */
  async function changed(name: string, change: (copy: string) => Promise<void>, rehash: boolean): Promise<string> {
    const copy = join(dir, name);
    await cp(join(dir, 'bundle'), copy, { recursive: true });
    await change(copy);
    if (rehash) {
      const path = join(copy, 'manifest.json');
      const manifest = JSON.parse(await readFile(path, 'utf8')) as BundleManifest;
      for (const file of manifest.files) {
        const bytes = await readFile(join(copy, file.path));
        Object.assign(file, { bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') });
      }
      await writeFile(path, JSON.stringify(manifest));
    }
    return copy;
  }
  const UNET = 'unet/diffusion_pytorch_model.safetensors';

  it('with one flipped bit in its weights is refused, naming file and hashes', async () => {
    const copy = await changed(
      'flipped',
      async (folder) => {
        const bytes = await readFile(join(folder, UNET));
        bytes[bytes.length - 5]! ^= 1;
        await writeFile(join(folder, UNET), bytes);
      },
      false,
    );
    const thrown = (await open(copy).catch((error: unknown) => error)) as { code: string; message: string };
    expect(thrown.code).toBe('weights-corrupt');
    expect(thrown.message).toMatch(
      /unet\/diffusion_pytorch_model\.safetensors.*expected \d+ bytes, sha256 [0-9a-f]{64}.*found \d+ bytes, sha256 [0-9a-f]{64}/,
    );
    const bad = (await verifyBundle(copy)).filter(({ ok }) => !ok);
    expect(bad.map(({ path }) => path)).toEqual([UNET]);
  });

  it('with weights of another shape is refused, naming the tensor, expected and got', async () => {
    const copy = await changed(
      'reshaped',
      async (folder) => {
        const path = join(folder, UNET);
        const checkpoint = await openCheckpoint([path]);
        const tensors: Record<string, { shape: readonly number[]; data: Float32Array }> = {};
        for (const key of checkpoint.keys())
          tensors[key] = { shape: checkpoint.locate(key).entry.shape, data: await checkpoint.readFloat32(key) };
        tensors['conv_in.bias'] = { shape: [4], data: new Float32Array(4) };
        await writeSafetensors(path, tensors, { dtype: 'F16' });
      },
      true,
    );
    const { code, message } = await refusalOf(open(copy));
    expect(code).toBe('shape-mismatch');
    expect(message).toMatch(/conv_in\.bias.*\[16\].*\[4\]/);
  });

  it('with a missing or cut file, a broken or newer manifest, or no folder at all is refused', async () => {
    const cases: [string, (folder: string) => Promise<void>, boolean, string][] = [
      ['missing', (folder) => rm(join(folder, UNET)), false, 'weights-corrupt'],
      ['cut', (folder) => writeFile(join(folder, UNET), 'short'), false, 'weights-corrupt'],
      ['cut-rehashed', (folder) => writeFile(join(folder, UNET), 'short'), true, 'weights-corrupt'],
      ['broken', (folder) => writeFile(join(folder, 'manifest.json'), '{'), false, 'weights-corrupt'],
      ['newer', (folder) => writeFile(join(folder, 'manifest.json'), '{"schemaVersion": 2}'), false, 'bad-request'],
      [
        'outside',
        async (folder) => {
          const path = join(folder, 'manifest.json');
          await writeFile(path, (await readFile(path, 'utf8')).replace('"tokenizer.json"', '"../tokenizer.json"'));
        },
        false,
        'weights-corrupt',
      ],
      ['tokenizer', (folder) => writeFile(join(folder, 'tokenizer.json'), '{}'), true, 'weights-corrupt'],
    ];
    for (const [name, change, rehash, code] of cases) {
      const thrown = (await changed(name, change, rehash)
        .then(open)
        .catch((error: unknown) => error)) as { code: string; message: string };
      expect([name, thrown.code]).toEqual([name, code]);
    }
    await mkdir(join(dir, 'nothing'));
    expect((await refusalOf(open(join(dir, 'nothing')))).code).toBe('bundle-missing');
  });

  it('on a device that does not exist is refused, naming the devices', async () => {
    const { message } = await refusalOf(
      openPipeline({ bundleDir: join(dir, 'bundle'), cacheDir: join(dir, 'cache'), device: 'quantum', clock }),
    );
    expect(message).toContain('cpu and webgpu');
  });
});
