// The EPUB is valid for any story, says what it is to every reader, and is the same bytes for the same story and time.
import { EpubCheck } from '@likecoin/epubcheck-ts';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Story } from '../../../../common/domain/story';
import { epubFrom } from '../../../../main/services/exports/epub/epub';
import { identifierOf } from '../../../../main/services/exports/epub/epub-package';
import { bookStories, pictureOf, testTypeOf } from '../../../support/book-stories';

const modified = new Date('2026-11-23T10:00:00.123Z');
const epubOf = async (story: Story): Promise<Uint8Array> =>
  epubFrom(story, { type: await testTypeOf(story), modified, picture: pictureOf });
const fileOf = (epub: Uint8Array, name: string): string => strFromU8(unzipSync(epub)[`EPUB/${name}`]!);
const ordinary = bookStories['ordinary']!;

describe('EPUB', () => {
  it.each(Object.entries(bookStories))('of the story "%s" passes epubcheck', async (_name, story) => {
    const { messages } = await EpubCheck.validate(await epubOf(story));
    const found = messages.filter(({ severity }) => severity !== 'usage' && severity !== 'info');
    expect(found.map(({ id, message, location }) => `${id} ${location?.path ?? ''} ${message}`)).toEqual([]);
  });

  it('is caught by epubcheck when it is broken', async () => {
    const files = unzipSync(await epubOf(ordinary));
    const { zipSync } = await import('fflate');
    files['EPUB/page-001.xhtml'] = new TextEncoder().encode('<html><p>&nbsp;</html>');
    expect((await EpubCheck.validate(zipSync(files, { level: 0 }))).valid).toBe(false);
  });

  it('begins with its type, stored and unnamed by anything else, so that it is known by its first bytes', async () => {
    const epub = await epubOf(ordinary);
    expect(strFromU8(epub.subarray(30, 58))).toBe('mimetypeapplication/epub+zip');
  });

  it('is the same bytes for the same story and time', async () => {
    expect(Buffer.compare(await epubOf(ordinary), await epubOf(ordinary))).toBe(0);
  });

  it('names title, author, language, time and one identifier for every export of the story', async () => {
    const opf = fileOf(await epubOf(ordinary), 'package.opf');
    expect(opf).toContain('<dc:title>The Lantern</dc:title>');
    expect(opf).toContain('>Ada Ink</dc:creator>');
    expect(opf).toContain('<dc:language>en</dc:language>');
    expect(opf).toContain('<meta property="dcterms:modified">2026-11-23T10:00:00Z</meta>');
    expect(identifierOf(ordinary)).toMatch(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(identifierOf({ ...ordinary, title: 'Another' })).toBe(identifierOf(ordinary));
    expect(identifierOf({ ...ordinary, id: 'story-2' })).not.toBe(identifierOf(ordinary));
  });

  it('says the language of a line that is not in the book’s own, on its page and in the contents', async () => {
    const [first, second] = ordinary.panels;
    const mixed = await epubOf({ ...ordinary, panels: [first!, { ...second!, text: '天亮了。\n灯笼没有回答。' }] });
    expect(fileOf(mixed, 'page-002.xhtml')).toContain(
      '<p dir="auto" lang="zh" xml:lang="zh"><span class="line">天亮了。',
    );
    expect(fileOf(mixed, 'page-001.xhtml')).toContain('<p dir="auto">One night.</p>');
    expect(fileOf(mixed, 'nav.xhtml')).toContain('2. <bdi lang="zh" xml:lang="zh">天亮了。');
    expect((await EpubCheck.validate(mixed)).valid).toBe(true);
  });

  it('gives every picture its description, the panel’s words where there is none, and promises no more', async () => {
    const [first, second] = ordinary.panels;
    const bare = { ...second!, pictures: second!.pictures.map((picture) => ({ ...picture, alt: '' })) };
    const described = await epubOf({ ...ordinary, panels: [first!, bare] });
    expect(fileOf(described, 'page-001.xhtml')).toContain('alt="Picture of panel-1"');
    expect(fileOf(described, 'page-002.xhtml')).toContain('alt="Then morning came, slowly. It was warm."');
    expect(fileOf(described, 'package.opf')).toContain('>alternativeText<');
    const silent = await epubOf({ ...ordinary, panels: [first!, { ...bare, text: '' }] });
    expect(fileOf(silent, 'package.opf')).not.toContain('>alternativeText<');
    expect(fileOf(silent, 'package.opf')).toContain('1 of its 2 pictures have a description');
  });

  it('turns its pages from right to left where the story is read so, and says the language that the script shows', async () => {
    const hebrew = await epubOf(bookStories['right to left']!);
    expect(fileOf(hebrew, 'package.opf')).toContain('page-progression-direction="rtl"');
    expect(fileOf(hebrew, 'page-001.xhtml')).toContain('lang="he" xml:lang="he" dir="rtl"');
    expect(fileOf(await epubOf(bookStories['chinese']!), 'package.opf')).toContain('<dc:language>zh</dc:language>');
    expect(fileOf(await epubOf(bookStories['japanese']!), 'package.opf')).toContain('<dc:language>ja</dc:language>');
    expect(fileOf(await epubOf(ordinary), 'package.opf')).toContain('page-progression-direction="ltr"');
  });

  it('keeps one copy of a picture that two panels show, and marks the cover', async () => {
    const names = Object.keys(unzipSync(await epubOf(ordinary))).filter((name) => name.includes('/images/'));
    expect(names).toEqual(['EPUB/images/picture-001.png']);
    expect(fileOf(await epubOf(ordinary), 'package.opf')).toContain('properties="cover-image"');
  });

  it('lets the writer cancel between two pictures', async () => {
    const type = await testTypeOf(ordinary);
    const gone = epubFrom(ordinary, { type, modified, picture: () => Promise.reject(new Error('cancelled')) });
    await expect(gone).rejects.toThrow('cancelled');
  });
});
