// The long book: 500 panels with a picture each, of which the board holds only those in sight. Opened, scrolled, searched, edited in the
// middle, put in order, split, merged, undone to the start, redone, saved, and opened again the same.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Story } from '../../common/domain/story';
import { writeLongBook, type LongBook } from '../support/long-book';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { Writer } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-long-'));
const home = join(scratch, 'writer');
const COUNT = 500;

let book: LongBook;
let studio: Studio;
let writer: Writer;
const open = async (): Promise<void> => {
  studio = await launchStudio({ home, bundle });
  writer = new Writer(studio);
  await writer.page.waitForSelector('[data-testid="long-board"] [data-testid="panel"]');
};

beforeAll(async () => {
  book = writeLongBook(home, COUNT, true);
  await open();
});
afterAll(async () => {
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

const toStart = () => writer.by('board').evaluate((board) => board.scrollTo({ top: 0 }));
const panel = (id: string) => writer.page.locator(`.panel[data-panel-id="${id}"]`);
const textOf = (id: string) => panel(id).locator('[data-testid="panel-text"]');
const press = (keys: string) => writer.page.keyboard.press(keys);
const onDisk = (): Story => JSON.parse(readFileSync(join(book.folder, 'story.json'), 'utf8')) as Story;
const find = async (words: string): Promise<void> => {
  await press('Control+f');
  await writer.by('find-field').fill(words);
};

describe(`a book of ${COUNT} panels (${shell})`, () => {
  it('has only the panels in sight in the document, and says of each where it stands', async () => {
    expect(await writer.panels().count()).toBeLessThan(20);
    expect(await panel('panel-1').getAttribute('aria-posinset')).toBe('1');
    expect(await panel('panel-1').getAttribute('aria-setsize')).toBe(String(COUNT));
  });

  it('scrolls to its end and back, every panel with its picture', async () => {
    await writer.by('board').evaluate((board) => board.scrollTo({ top: board.scrollHeight }));
    await writer.page.waitForTimeout(200);
    await writer.by('board').evaluate((board) => board.scrollTo({ top: board.scrollHeight })); // heights were guesses before
    await panel(`panel-${COUNT}`).waitFor();
    await expect
      .poll(() =>
        panel(`panel-${COUNT}`)
          .locator('img')
          .first()
          .evaluate((img) => (img as HTMLImageElement).naturalWidth),
      )
      .toBe(128);
    await toStart();
    await panel('panel-1').waitFor();
  });

  it('offers its panels to learn from only when it is opened there, and pictures only where they are seen', async () => {
    await writer.by('story-menu').click();
    await writer.by('open-tune').click();
    await expect.poll(() => writer.by('tune-story-count').first().innerText()).toBe(`${COUNT} of ${COUNT} panels`);
    const panels = writer.by('offered-panel');
    expect(await panels.count()).toBe(0);
    await writer.by('choose-panels').first().click();
    await expect.poll(() => panels.count()).toBe(COUNT);
    const drawn = (): Promise<number> =>
      panels
        .locator('img')
        .evaluateAll((images) => images.filter((image) => (image as HTMLImageElement).naturalWidth > 0).length);
    await expect.poll(drawn).toBeGreaterThan(10);
    expect(await drawn()).toBeLessThan(COUNT / 2);
    expect(await writer.by('tune-look').isDisabled()).toBe(true); // more than can be learned from at once
    await press('Escape');
    await expect.poll(() => writer.by('tune-dialog').count()).toBe(0);
  });

  it('finds words far away, counts them, and leaves the search with the words selected', async () => {
    await find('page 25');
    await expect.poll(() => writer.by('find-count').innerText()).toMatch(/1.*11/); // 25, 250 to 259
    for (let n = 0; n < 5; n++) await writer.by('find-next').click();
    await panel('panel-254').waitFor();
    await press('Escape');
    const selected = await writer.page.evaluate(() => {
      const { activeElement } = document;
      if (!(activeElement instanceof HTMLTextAreaElement)) return '';
      return activeElement.value.slice(activeElement.selectionStart, activeElement.selectionEnd);
    });
    expect(selected).toBe('page 25');
  });

  it('keeps the panel that is written in while it is scrolled away, and the words with it', async () => {
    await textOf('panel-254').fill('Edited in the middle.');
    await toStart();
    await panel('panel-1').waitFor();
    expect(await textOf('panel-254').evaluate((field) => field === document.activeElement)).toBe(true);
    await writer.page.keyboard.type(' And on.');
    expect(await textOf('panel-254').inputValue()).toBe('Edited in the middle. And on.');
    const shown = (): string | undefined => {
      const { pictures, chosenPictureId } = onDisk().panels.find(({ id }) => id === 'panel-254') ?? {};
      return pictures?.find(({ id }) => id === chosenPictureId)?.alt;
    };
    await expect.poll(shown, { timeout: 60_000 }).toBe('Edited in the middle. And on.'); // its picture follows, unseen
  });

  it('selects several with the keys and moves them together to a place that is out of sight', async () => {
    await toStart();
    await panel('panel-2').locator('[data-testid="drag-handle"]').click();
    await press('Shift+ArrowDown');
    await press('Shift+ArrowDown');
    expect(await writer.by('selection-count').innerText()).toBe('3 panels selected');
    await writer.by('selection-place').fill('300');
    await writer.by('selection-place').press('Enter');
    await panel('panel-2').waitFor();
    expect(await panel('panel-2').getAttribute('aria-posinset')).toBe('300');
    expect(await panel('panel-4').getAttribute('aria-posinset')).toBe('302');
    expect(await writer.by('announcer').innerText()).toMatch(/place 300 of 500/);
    await press('Escape');
    await expect.poll(() => writer.by('selection-bar').count()).toBe(0);
  });

  it('splits at the cursor and merges with the next', async () => {
    await textOf('panel-3').focus();
    await textOf('panel-3').evaluate((field) => {
      if (field instanceof HTMLTextAreaElement) field.setSelectionRange(7, 7);
    });
    await press('Control+Shift+Enter');
    await expect.poll(() => panel('panel-3').getAttribute('aria-setsize')).toBe(String(COUNT + 1));
    expect(await textOf('panel-3').inputValue()).toBe('Oh no!');
    await textOf('panel-4').focus();
    await press('Control+j');
    await expect.poll(() => panel('panel-4').getAttribute('aria-setsize')).toBe(String(COUNT));
    expect(await textOf('panel-4').inputValue()).toMatch(/page 4\.\n\n.*page/s);
  });

  it('undoes all of it to the start and redoes it to the end, and saves it', async () => {
    await writer.saved();
    const end = onDisk();
    expect(end.panels).toHaveLength(COUNT);
    while (await writer.by('undo').isEnabled()) await writer.by('undo').click();
    await writer.saved();
    await expect.poll(() => onDisk().panels, { timeout: 15_000 }).toEqual(book.story.panels);
    while (await writer.by('redo').isEnabled()) await writer.by('redo').click();
    await writer.saved();
    await expect.poll(() => onDisk().panels, { timeout: 15_000 }).toEqual(end.panels);
  });

  it('opens again the same, and shows the same panels in the outline', async () => {
    const before = onDisk();
    await studio.close();
    await open();
    await writer.by('view-outline').click();
    await writer.by('outline-list').waitFor();
    await press('End');
    await expect
      .poll(() => writer.by('outline-row').last().getAttribute('data-panel-id'))
      .toBe(before.panels.at(-1)?.id ?? '');
    await press('Enter'); // to that panel on the board
    await textOf(before.panels.at(-1)?.id ?? '').waitFor();
    expect(onDisk().panels).toEqual(before.panels);
  });
});
