// The whole corpus of wrong and odd pictures through the way into a story: the wrong ones each get one sentence that names the file and
// leave nothing behind; the odd ones come in with the right colours the right way up, as nothing but pixels.
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { pictureNameFrom } from '../../common/domain/picture-name';
import type { StudioError } from '../../common/base/studio-error';
import { importPicture } from '../../main/pipeline/image/encode-picture';
import { MAX_PICTURE_BYTES } from '../../main/pipeline/image/read-picture';
import { visionInputFrom } from '../../main/pipeline/image/vision-input';
import { oddPictures, refusedPictures, TAIL } from '../support/malformed-pictures';
import { hugePng, withPackedText } from '../support/pictures-by-hand';

const dir = await mkdtemp(join(tmpdir(), 'wrong-pictures-'));
const assets = join(dir, 'assets');
afterAll(() => rm(dir, { recursive: true, force: true }));
const stored = (): Promise<string[]> => readdir(assets).catch(() => []);

const refused = await refusedPictures();
const odd = await oddPictures();

async function refusalOf(bytes: Uint8Array, name: string): Promise<StudioError> {
  const before = await stored();
  const thrown: unknown = await importPicture(assets, bytes, name).then(
    () => expect.fail('it was accepted'),
    (error: unknown) => error,
  );
  expect(await stored()).toEqual(before);
  return thrown as StudioError;
}

describe('a wrong picture', () => {
  it.each(refused)('$name is refused in one sentence that names it', async ({ bytes, fileName, answer }) => {
    const { code, message, hint } = await refusalOf(bytes, fileName);
    expect(code).toBe('bad-request');
    expect(message.startsWith(`${pictureNameFrom(fileName)} `)).toBe(true);
    expect(message).toMatch(answer);
    expect(message).toMatch(/^[^\n]+[^.\n]\.$/u);
    expect(message.length).toBeLessThan(200);
    expect(hint).toMatch(/^\p{Lu}.*\.$/u);
  });

  it('larger than may be read is refused by its size alone', async () => {
    const { message } = await refusalOf(Buffer.alloc(MAX_PICTURE_BYTES + 1), 'archive.tiff');
    expect(message).toBe('archive.tiff has 65 MB; pictures of at most 64 MB can be read.');
  });

  it('takes no memory of its claimed size', async () => {
    const before = process.memoryUsage.rss();
    await refusalOf(hugePng(30_000, 30_000), 'bomb.png');
    await refusalOf(hugePng(100_000, 8), 'wide.png');
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('with a text that unpacks to 256 MB is read without unpacking it, or refused', async () => {
    const bytes = withPackedText(hugePng(64, 64), 256_000_000);
    expect(bytes.byteLength).toBeLessThan(1024 * 1024);
    const before = process.memoryUsage.rss();
    await importPicture(join(dir, 'packed'), bytes, 'packed.png').catch((thrown: unknown) => {
      expect((thrown as StudioError).code).toBe('bad-request');
    });
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('has a name that is short, on one line and no path, whatever it is called', async () => {
    for (const [fileName, said] of [
      ['../../secret/letter.png', 'letter.png'],
      ['C:\\Users\\me\\letter.png', 'letter.png'],
      [`${'a'.repeat(5000)}.png`, `${'a'.repeat(43)}…aaaaaaaaaaaa.png`],
      ['photo\u202egnp.exe\u0000\n.png', 'photo gnp.exe .png'],
      ['', 'The picture'],
      ['//', 'The picture'],
      ['狐狸的灯笼.png', '狐狸的灯笼.png'],
    ] as const) {
      const { message } = await refusalOf(Buffer.from('no picture'), fileName);
      expect(message).toBe(`${said} is not a picture that can be read.`);
    }
  });
});

describe('an odd picture', () => {
  it.each(odd)('$name comes in right', async ({ bytes, fileName, comesIn }) => {
    const { ext, widthPx, heightPx, colours } = comesIn;
    const asset = await importPicture(assets, bytes, fileName);
    expect(asset).toMatchObject({ ext, widthPx, heightPx });
    const file = await readFile(join(assets, `${asset.sha256}.${ext}`));
    expect(createHash('sha256').update(file).digest('hex')).toBe(asset.sha256);
    expect(file.includes(TAIL)).toBe(false);
    const about = await sharp(file).metadata();
    expect(about).toMatchObject({ space: 'srgb', depth: 'uchar', format: ext === 'jpg' ? 'jpeg' : 'png' });
    expect([about.exif, about.icc, about.xmp, about.orientation, about.pages]).toEqual(Array(5).fill(undefined));
    const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    for (const { x, y, rgb } of colours) {
      const at = (y * info.width + x) * info.channels;
      for (const channel of [0, 1, 2])
        expect(
          Math.abs(data[at + channel]! - rgb[channel]!),
          `${x}, ${y}: ${[...data.subarray(at, at + 3)].join(' ')}`,
        ).toBeLessThan(40);
    }
    // What the model looks at is made of it too.
    const seen = await visionInputFrom(file, fileName, { sizePx: 16, mean: [0, 0, 0], std: [1, 1, 1] });
    expect(seen.every(Number.isFinite)).toBe(true);
  });

  it('is what it says it is: the makers of these files do not quietly write plain ones', async () => {
    const about = async (fileName: string) =>
      sharp(odd.find((picture) => picture.fileName === fileName)!.bytes).metadata();
    expect((await about('print.jpg')).space).toBe('cmyk');
    expect((await about('deep.png')).depth).toBe('ushort');
    expect((await about('palette.png')).isPalette).toBe(true);
    expect((await about('p3.png')).icc).toBeDefined();
    expect((await about('slow.jpg')).isProgressive).toBe(true);
    expect((await about('phone.jpg')).orientation).toBe(6);
    expect((await about('moving.gif')).pages).toBe(2);
    expect((await about('moving.webp')).pages).toBe(2);
  });
});
