// The evening of the export: the writer looks at the typeset pages, mends a word where it stands, moves the words of one page, changes the
// book's design, leafs through it in the Reader, and exports exactly the pages of the preview.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Story } from '../../common/domain/story';
import { writeLongBook, type LongBook } from '../support/long-book';
import { readPdf } from '../support/read-pdf';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { Writer } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-pages-'));
const home = join(scratch, 'writer');
const COUNT = 9;

let book: LongBook;
let studio: Studio;
let writer: Writer;
const onDisk = (): Story => JSON.parse(readFileSync(join(book.folder, 'story.json'), 'utf8')) as Story;
const press = (key: string): Promise<void> => writer.page.keyboard.press(key);
const pagesOf = async (testId: string): Promise<number> => Number(await writer.by(testId).getAttribute('data-pages'));
const count = (): Promise<string> => writer.by('reader-count').innerText();

beforeAll(async () => {
  book = writeLongBook(home, COUNT, true);
  studio = await launchStudio({ home, bundle });
  writer = new Writer(studio);
  await writer.page.waitForSelector('[data-testid="panel"]');
});
afterAll(async () => {
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

describe(`the typeset pages (${shell})`, () => {
  it('shows the story as pages, in the book’s own fonts, with pictures', async () => {
    await writer.by('view-page').click();
    await writer.by('page').first().waitFor();
    expect(await pagesOf('page-view')).toBe(COUNT + 1); // a cover and a page for each panel
    await writer.page.evaluate(() => document.fonts.ready.then(() => undefined));
    const faces = await writer.page.evaluate(() =>
      [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family.replaceAll('"', '')),
    );
    expect(faces).toContain('Book Literata');
    await expect
      .poll(() =>
        writer
          .by('page')
          .first()
          .locator('img')
          .evaluate((image: HTMLImageElement) => image.naturalWidth),
      )
      .toBeGreaterThan(0);
  });

  it('lets no line run out of its column as the browser sets it', async () => {
    const over = await writer.page.evaluate(() =>
      [...document.querySelectorAll('.book-line')].flatMap((line) => {
        const range = document.createRange();
        range.selectNodeContents(line);
        const box = line.closest('.book-box')!.getBoundingClientRect();
        const wide = range.getBoundingClientRect().width - box.width;
        return wide > 1 ? [`${line.textContent}: ${wide}`] : [];
      }),
    );
    expect(over).toEqual([]);
  });

  it('edits words where they stand, by the keyboard, as one undoable step that is saved', async () => {
    const words = writer.by('page-words').first();
    await words.focus();
    await press('Enter');
    const field = writer.by('words-field');
    const before = await field.inputValue();
    await writer.page.keyboard.type(' And the lamp went out.');
    await press('Escape');
    await expect.poll(() => words.innerText()).toContain('And the lamp went out.');
    await writer.saved();
    await expect.poll(() => onDisk().panels[0]!.text).toBe(`${before} And the lamp went out.`);
    expect(await writer.by('undo').getAttribute('aria-label')).toBe('Undo typing');
  });

  it('moves the words of one panel, and undoes it', async () => {
    await writer.by('panel-placement').first().selectOption('over');
    await writer.saved();
    expect(onDisk().panels[0]!.placement).toBe('over');
    await writer.by('undo').click();
    await expect.poll(() => writer.by('panel-placement').first().inputValue()).toBe('');
  });

  it('leafs through the book: keys, edges, counter, Escape', async () => {
    await writer.by('view-reader').click();
    await press('Home');
    expect(await count()).toBe(`Page 1 of ${COUNT + 1}`);
    await press('ArrowRight');
    expect(await count()).toBe(`Pages 2 and 3 of ${COUNT + 1}`);
    await writer.by('reader-forward').click();
    expect(await count()).toBe(`Pages 4 and 5 of ${COUNT + 1}`);
    await press('ArrowLeft');
    await press('End');
    expect(await count()).toContain(`${COUNT + 1} of ${COUNT + 1}`);
    expect(await writer.by('reader-forward').isDisabled()).toBe(true);
    await writer.page.setViewportSize({ width: 620, height: 860 });
    await expect.poll(count).toMatch(/^Page /);
    await writer.page.setViewportSize({ width: 1280, height: 860 });
    await press('Escape');
    await writer.by('page-view').waitFor();
  });

  it('turns without a moving leaf where motion is reduced', async () => {
    await writer.page.emulateMedia({ reducedMotion: 'reduce' });
    await writer.by('view-reader').click();
    await press('Home');
    await press('ArrowRight');
    expect(await writer.page.locator('.leaf').count()).toBe(0);
    await writer.page.emulateMedia({ reducedMotion: 'no-preference' });
    await press('ArrowRight');
    expect(await writer.page.locator('.leaf').count()).toBe(1);
    await expect.poll(() => writer.page.locator('.leaf').count()).toBe(0);
    await press('Escape');
  });

  it.each([
    ['a4-spreads', 595],
    ['storyboard-2x3', 595],
    ['square-picture-book', 612],
  ])(
    'exports as many pages as the preview shows, and remembers the design: %s',
    async (preset, width) => {
      const path = join(scratch, `${preset}.pdf`);
      await writer.answerSaveDialog(path);
      await writer.by('export-pdf').click();
      const chosen = writer.by('export-dialog').locator('[data-testid="design-preset"]');
      await chosen.selectOption(preset);
      const pages = await pagesOf('book-preview');
      expect(await writer.by('print-check').locator('[data-kind="sharpness"]').getAttribute('data-level')).toBe(
        'warning',
      );
      await writer.by('export-confirm').click();
      await expect.poll(() => existsSync(path), { timeout: 60_000 }).toBe(true);
      const pdf = await readPdf(path);
      expect(pdf.pages.length).toBe(pages);
      expect(Math.round(pdf.pages[0]!.widthPt)).toBe(width);
      expect(pdf.tagged).toBe(true);
      await writer.saved();
      await expect.poll(() => onDisk().book?.format).toBe(preset === 'storyboard-2x3' ? 'storyboard' : 'picture-book');
      await writer.by('export-pdf').click();
      expect(await chosen.inputValue()).toBe(preset);
      await press('Escape');
    },
    120_000,
  );
});
