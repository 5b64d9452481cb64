// The day of wrong pictures: files that are none, broken, far too large, hostile, from a phone; a folder; several at once. Each gets one
// sentence that names it, nothing is added, and the story is the same to the byte. Then the odd ones that must come in right.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Story } from '../../common/domain/story';
import { oddPictures, refusedPictures } from '../support/malformed-pictures';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { Writer, type OutsideFile } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-wrong-'));
const home = join(scratch, 'writer');
const refused = await refusedPictures();
const odd = await oddPictures();
const named = <T extends OutsideFile>(files: readonly T[], fileName: string): T =>
  files.find((file) => file.fileName === fileName)!;

let studio: Studio;
let writer: Writer;
let before: string;
const requests: string[] = [];

const storyFolder = (): string =>
  join(
    home,
    'stories',
    readdirSync(join(home, 'stories')).find((name) => name.endsWith('.vokenstory'))!,
  );
const storyFile = (): string => readFileSync(join(storyFolder(), 'story.json'), 'utf8');
const assetNames = (): string[] => readdirSync(join(storyFolder(), 'assets')).sort();
const problems = (): Promise<string[]> =>
  writer.page.locator('[data-testid="toast"][data-tone="problem"] .toast-text').allInnerTexts();

/** The one message there is now; it is closed, so that the next one is alone again. */
async function message(): Promise<string> {
  await expect.poll(problems, { timeout: 20_000 }).toHaveLength(1);
  const [text] = await problems();
  await writer.by('toast').getByRole('button', { name: 'Dismiss' }).click();
  await expect.poll(problems).toEqual([]);
  return text ?? '';
}
/** The story, on screen and on disk, is what it was before the day began. */
async function expectUnchanged(): Promise<void> {
  await writer.saved();
  expect(storyFile()).toBe(before);
  expect(assetNames()).toEqual(assetsBefore);
  expect(await writer.by('undo').isDisabled()).toBe(true);
  expect(await writer.page.title()).toBe(titleBefore);
}
let assetsBefore: string[];
let titleBefore: string;

beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  studio = await launchStudio({ home, bundle });
  writer = new Writer(studio);
  writer.page.on('request', (request) => requests.push(request.url()));
  await writer.page.waitForSelector('[data-testid="panel"]');
  await writer.engineReady();
  await writer.saved();
  [before, assetsBefore, titleBefore] = [storyFile(), assetNames(), await writer.page.title()];
}, 120_000);
afterAll(async () => {
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

describe(`the day of wrong pictures (${shell})`, () => {
  it.each([
    'letter.png',
    'empty.png',
    'half.png',
    'checksum.png',
    'wide.png',
    'bomb.png',
    'drawing.svg',
    'IMG_0042.HEIC',
    '<img src=x onerror="document.title=1">.png',
  ])('%s, dropped on the board, is named in one sentence and not added', async (fileName) => {
    const file = named(refused, fileName);
    await writer.dropFiles([file], writer.by('drop-new').last());
    const text = await message();
    expect(text.startsWith(`${fileName} `)).toBe(true);
    expect(text).toMatch(file.answer);
    expect(text).not.toContain('\n');
    await expectUnchanged();
  });

  it('a folder, dropped from the disk, is named too; so is a file that is larger than may be read', async () => {
    const folder = join(scratch, 'Holiday');
    mkdirSync(folder);
    writeFileSync(join(folder, 'one.png'), named(odd, 'deep.png').bytes);
    await writer.dropFromDisk([folder], writer.by('composer-input'));
    expect(await message()).toMatch(/^“Holiday” cannot be read: it is a folder/);
    const large = join(scratch, 'archive.tiff');
    writeFileSync(large, Buffer.alloc(65 * 1024 * 1024));
    await writer.dropFromDisk([large], writer.by('composer-input'));
    expect(await message()).toMatch(/^“archive\.tiff” is larger than 64 MB\./);
    await expectUnchanged();
  });

  it('a wrong one that is pasted is named after the writer has said where it should go; the page does not unpack it', async () => {
    for (const fileName of ['bomb.png', 'letter.png']) {
      await writer.by('composer-input').focus();
      await writer.paste([named(refused, fileName)]);
      await writer.by('place-picture').waitFor();
      expect(await writer.by('place-picture').innerText()).toContain(fileName);
      await writer.page.waitForTimeout(300);
      expect(await writer.by('place-picture').locator('img').count()).toBe(0);
      await writer.by('place-new').click();
      expect(await message()).toMatch(named(refused, fileName).answer);
      await expectUnchanged();
    }
  });

  it('words copied with a picture of them, as word processors do, are pasted as words', async () => {
    await writer.by('composer-input').focus();
    const stayed = await writer.page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'The fox');
      clipboardData.setData('text/html', '<b>The fox</b>');
      clipboardData.items.add(new File(['x'], 'image.png', { type: 'image/png' }));
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      return document.activeElement!.dispatchEvent(event); // true: left to the field
    });
    expect(stayed).toBe(true);
    expect(await writer.by('place-picture').count()).toBe(0);
  });

  it('an SVG with a script, chosen from the disk, runs nothing and asks nobody', async () => {
    const { bytes, fileName, mimeType, answer } = named(refused, 'drawing.svg');
    const chooser = writer.page.waitForEvent('filechooser');
    await writer.by('add-picture').click();
    await (await chooser).setFiles([{ name: fileName, mimeType, buffer: bytes }]);
    await writer.by('place-picture').waitFor();
    await writer.page.waitForTimeout(300);
    await writer.by('place-into').click();
    expect(await message()).toMatch(answer);
    await expectUnchanged();
    expect(requests.filter((url) => url.includes('example.invalid'))).toEqual([]);
  });

  it('of several at once the good ones come in, in their order, and one message names the others', async () => {
    const panels = await writer.panels().count();
    const files = [
      named(odd, 'deep.png'),
      named(refused, 'letter.png'),
      named(odd, 'phone.jpg'),
      named(refused, 'half.jpg'),
    ];
    await writer.dropFiles(files, writer.by('drop-new').last());
    const lines = (await message()).split('\n');
    expect(lines).toEqual([
      '2 of 4 files were not added:',
      'letter.png is not a picture that can be read.',
      'half.jpg is damaged or breaks off before its end.',
    ]);
    await expect.poll(() => writer.panels().count()).toBe(panels + 2);
    const sizes = await writer.panels().evaluateAll((all) =>
      all.slice(-2).map((panel) => {
        const image = panel.querySelector<HTMLImageElement>('img.panel-image');
        return [image?.getAttribute('width'), image?.getAttribute('height')];
      }),
    );
    expect(sizes).toEqual([
      ['64', '32'],
      ['32', '64'],
    ]);
    await writer.by('undo').click();
    await writer.by('undo').click();
    await expect.poll(() => writer.panels().count()).toBe(panels);
    await writer.saved();
  });

  it('odd ones come in and are shown: of print, of a scanner, of a phone, moving, tiny, wrongly named', async () => {
    const panels = await writer.panels().count();
    const files = [
      'print.jpg',
      'phone.jpg',
      'moving.gif',
      'dot.png',
      'still.avif',
      'still.webp',
      'scan.tiff',
      'flag.txt',
    ];
    for (const [index, fileName] of files.entries()) {
      await writer.dropFiles([named(odd, fileName)], writer.by('drop-new').last());
      await expect.poll(() => writer.panels().count(), { timeout: 20_000 }).toBe(panels + index + 1);
    }
    expect(await problems()).toEqual([]);
    const shown = (): Promise<(string | null)[]> =>
      writer.panels().evaluateAll(async (all) => {
        const images = all.map((panel) => panel.querySelector<HTMLImageElement>('img.panel-image'));
        await Promise.all(images.flatMap((image) => (image === null ? [] : [image.decode()])));
        return images.map((image) => image && `${image.naturalWidth} x ${image.naturalHeight}`);
      });
    expect((await shown()).slice(panels)).toEqual(
      files.map((fileName) => `${named(odd, fileName).comesIn.widthPx} x ${named(odd, fileName).comesIn.heightPx}`),
    );
    await writer.saved();
    const story = JSON.parse(storyFile()) as Story;
    expect(story.panels.slice(panels).every(({ pictures }) => pictures[0]?.origin === 'imported')).toBe(true);
  });

  it('and after all that the model still draws', async () => {
    const panels = await writer.panels().count();
    await writer.draw('The fox looked at all the pictures on the beach.');
    await expect.poll(async () => (await writer.pictures())[panels] ?? null, { timeout: 90_000 }).not.toBeNull();
  }, 120_000);
});
