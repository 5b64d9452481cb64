// A picture's file says who made it and how, in words that other programs read, and its pixels stay as they are.
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Panel, PictureVariant } from '../../../../common/domain/story';
import { withJpegXmp } from '../../../../main/services/exports/jpeg-xmp';
import {
  provenanceTexts,
  provenanceXmp,
  withProvenance,
  type PictureOfStory,
} from '../../../../main/services/exports/picture-provenance';
import { withPngTexts } from '../../../../main/services/exports/png-text';
import { bookStories, drawn, madePanel } from '../../../support/book-stories';
import { onePixelPng, storyWith } from '../../../support/sample-stories';

const about = (made: Partial<PictureVariant> = {}, text = 'A fox & a <lantern>.'): PictureOfStory => {
  const panel: Panel = madePanel('p', text, { picture: { alt: 'A fox with a lantern', ...made } });
  const story = { ...storyWith([]), title: 'The Lantern', author: 'Ada Ink', panels: [panel] };
  return { story, panel, number: 1, picture: panel.pictures[0]!, appName: 'Voken Studio 9.9' };
};
const factsOf = (args: PictureOfStory): Record<string, string> =>
  Object.fromEntries(provenanceTexts(args).map(({ keyword, text }) => [keyword, text]));

/** The chunks of a PNG, each with its checksum compared: a reader of its own, not the writer turned round. */
function chunksOf(png: Uint8Array): { type: string; data: Buffer }[] {
  const bytes = Buffer.from(png);
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.push({ type: body.toString('latin1', 0, 4), data: body.subarray(4) });
    at += length + 12;
  }
  return chunks;
}
const textsOf = (png: Uint8Array): Record<string, string> =>
  Object.fromEntries(
    chunksOf(png)
      .filter(({ type }) => type === 'iTXt')
      .map(({ data }) => {
        const end = data.indexOf(0);
        return [data.toString('latin1', 0, end), data.toString('utf8', end + 5)];
      }),
  );

describe('words in a PNG', () => {
  it('are read back by another reader, in any script, and the pixels are the same', async () => {
    const texts = [
      { keyword: 'Title', text: '灯笼 🏮 הפנס' },
      { keyword: 'Seed', text: '7\0' },
    ];
    const png = withPngTexts(onePixelPng, texts);
    expect(chunksOf(png).map(({ type }) => type)).toEqual(['IHDR', 'iTXt', 'iTXt', 'IDAT', 'IEND']);
    expect(textsOf(png)).toEqual({ Title: '灯笼 🏮 הפנס', Seed: '7' });
    const pixels = (bytes: Uint8Array): Promise<Buffer> => sharp(bytes).raw().toBuffer();
    expect(await pixels(png)).toEqual(await pixels(onePixelPng));
    const { comments } = await sharp(png).metadata();
    expect(comments).toContainEqual({ keyword: 'Title', text: '灯笼 🏮 הפנס' });
  });

  it('refuse what is no PNG and keywords that PNG does not allow', () => {
    expect(() => withPngTexts(Buffer.from('not a picture at all, but long enough'), [])).toThrow(/not a PNG/);
    expect(() => withPngTexts(onePixelPng, [{ keyword: 'Ünïcode', text: '' }])).toThrow(/keyword/);
  });
});

describe('provenance of a picture', () => {
  it('has every fact with which it can be made again', () => {
    expect(factsOf(about())).toEqual({
      Title: 'The Lantern, panel 1',
      Author: 'Ada Ink',
      Description: 'A fox with a lantern',
      Software: 'Voken Studio 9.9',
      'Creation Time': drawn.createdAt,
      'Made by': 'drawn by a model',
      'Description by': 'proposed by a model',
      'Panel text': 'A fox & a <lantern>.',
      'Panel text by': 'written by a model',
      'Model bundle': 'miniature',
      'Model digest': 'ab'.repeat(32),
      Seed: '1234',
      Sampler: 'dpm-solver++',
      Steps: '20',
      'Guidance scale': '4',
      Temperature: '0.8',
      Style: 'ink',
      Device: 'CPU',
      'Picture SHA-256': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('names the adapters that it was drawn with, by their numbers and strengths', () => {
    const adapters = [
      { id: '0190b0c0-0000-4000-8000-00000000000a', name: 'Nell\nthe heron', digest: 'a'.repeat(64), strength: 0.8 },
      { name: 'Ink voice', digest: 'b'.repeat(64), strength: 1 },
    ];
    expect(factsOf(about({ generation: { ...drawn, adapters } }))['Adapters']).toBe(
      `Nell the heron (sha256 ${'a'.repeat(64)}) at 0.8; Ink voice (sha256 ${'b'.repeat(64)}) at 1`,
    );
    expect(factsOf(about())).not.toHaveProperty('Adapters');
  });

  it('tells a redrawn region and a picture from outside apart', () => {
    const source = { sha256: 'cd'.repeat(32), strength: 0.6, masked: true };
    const region = about({ generation: { ...drawn, source } });
    expect(factsOf(region)).toMatchObject({
      'Made by': 'a region drawn by a model into another picture',
      'Source picture': source.sha256,
      'Source strength': '0.6',
    });
    expect(provenanceXmp(region)).toContain('digitalsourcetype/compositeWithTrainedAlgorithmicMedia<');
    expect(provenanceXmp(about())).toContain('digitalsourcetype/trainedAlgorithmicMedia<');
    const imported = about({ origin: 'imported', generation: null });
    expect(factsOf(imported)['Made by']).toBe('added by a person from a file');
    expect(provenanceXmp(imported)).not.toMatch(/DigitalSourceType|AISystemUsed/);
  });

  it('is well-formed XMP, also from hostile words', () => {
    const hostile = bookStories['hostile']!;
    const panel = hostile.panels[0]!;
    const xmp = provenanceXmp({ ...about(), story: hostile, panel, picture: panel.pictures[0]! });
    expect(xmp).not.toContain('<script>');
    expect(xmp).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
    const tags = [...xmp.matchAll(/<(\/?)([A-Za-z0-9:]+)[^>]*?(\/?)>/g)].filter(([, , , closed]) => closed === '');
    const open: string[] = [];
    for (const [, end, name] of tags) {
      if (end === '') open.push(name!);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });

  it('stands in the file: words and XMP in a PNG, XMP in a JPEG, and both stay pictures', async () => {
    const png = withProvenance(onePixelPng, about());
    expect(textsOf(png)['Seed']).toBe('1234');
    expect(textsOf(png)['XML:com.adobe.xmp']).toContain('<Iptc4xmpExt:AISystemUsed>miniature<');
    expect((await sharp(png).metadata()).xmp?.toString()).toContain('AltTextAccessibility');
    const jpeg = await sharp(onePixelPng).flatten().jpeg().toBuffer();
    const marked = withProvenance(jpeg, about({ asset: { ...about().picture.asset, ext: 'jpg' } }));
    const read = await sharp(marked).metadata();
    expect(read.format).toBe('jpeg');
    expect(read.xmp?.toString()).toContain('trainedAlgorithmicMedia');
    expect(withJpegXmp(jpeg, 'x'.repeat(70_000))).toBe(jpeg); // no room: the picture matters more
  });
});
