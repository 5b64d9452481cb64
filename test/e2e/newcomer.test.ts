// A newcomer who sees nothing of the window: a screen reader's names and sentences, the keyboard, and no other knowledge. Six tasks, in the
// order in which a first day has them; each is one test. Only the save dialog of the operating system is answered from outside.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPdf } from '../support/read-pdf';
import { ScreenReader } from './screen-reader';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { GENERATION_LIMIT_MS, Writer } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-newcomer-'));
const home = join(scratch, 'writer');
const drawing = join(projectRoot, 'test/support/pictures/bear-on-the-beach.png');
const line = 'The fox held a lantern by the sea at night.';

let studio: Studio;
let reader: ScreenReader;
const panel = (number: number, count: number): Promise<Locator> =>
  reader.find('article', `Panel ${number} of ${count}`);
const textOf = async (number: number): Promise<string> =>
  (await reader.find('textbox', `Text of panel ${number}`)).inputValue();

beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  studio = await launchStudio({ home, bundle });
  await studio.page.getByRole('textbox', { name: 'What happens next?' }).waitFor();
  reader = await ScreenReader.start(studio.page);
  await studio.page.getByRole('button', { name: 'Model ready' }).waitFor({ timeout: 60_000 });
}, 120_000);
afterAll(async () => {
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

describe(`a newcomer with a screen reader (${shell})`, () => {
  it('1 of 6: makes a first picture', async () => {
    await reader.chooseFromMenu(/^Story: /, 'New story');
    await reader.find('heading', 'A blank page');
    await reader.write(line, 'textbox', 'What happens next?');
    await studio.page.keyboard.press('Enter');
    await reader.hears(/The picture is ready/, GENERATION_LIMIT_MS);
    await reader.find('img', line, await panel(1, 1)); // the picture says what it shows
    expect(await textOf(1)).toBe(line);
  }, 120_000);

  it('2 of 6: adds a picture of their own, where a mouse would drop it', async () => {
    const chooser = studio.page.waitForEvent('filechooser');
    await reader.press('Enter', 'button', 'Add a picture');
    await (await chooser).setFiles(drawing);
    const question = await reader.find('dialog', 'Where should the picture go?');
    await reader.press('Enter', 'button', /^A new panel/, question);
    await reader.hears(/Picture added to panel 2 of 2/);
    await reader.find('img', /.+/, await panel(2, 2));
    expect(await textOf(2)).toBe('');
    // For a mouse the same places are there, by name, while a file is over the window.
    const { page } = studio;
    const transfer = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File([], 'a.png', { type: 'image/png' }));
      return data;
    });
    const places = ['Into this panel', 'New panel here', 'Reference for the next pictures'];
    for (const place of places) expect(await page.getByText(place).first().isVisible()).toBe(false);
    for (const place of places) {
      const isShown = async (): Promise<boolean> => {
        await page.locator('body').dispatchEvent('dragover', { dataTransfer: transfer }); // comes many times a second
        return page.getByText(place).first().isVisible();
      };
      await expect.poll(isShown).toBe(true);
    }
    await expect.poll(() => page.getByText('New panel here').first().isVisible()).toBe(false);
  }, 60_000);

  it('3 of 6: has the picture drawn again and chooses between the versions', async () => {
    await reader.press('Enter', 'button', 'Draw the picture again', await panel(1, 2));
    await reader.hears(/The picture is ready/, GENERATION_LIMIT_MS);
    const versions = await reader.find('group', 'Versions of the picture', await panel(1, 2));
    const isShown = async (name: string): Promise<string | null> =>
      (await reader.find('button', name, versions)).getAttribute('aria-pressed');
    expect([await isShown('Version 1 of 2'), await isShown('Version 2 of 2')]).toEqual(['false', 'true']);
    // Side by side, then back to the former one.
    await reader.press('Enter', 'button', 'Compare versions', versions);
    const both = await reader.find('group', 'Compare two pictures');
    await reader.find('figure', 'Shown', both);
    await reader.press('Enter', 'button', 'Show this one', await reader.find('figure', 'Version 1 of 2', both));
    await reader.hears(/The picture on the right is shown now/);
    await studio.page.keyboard.press('Escape');
    expect([await isShown('Version 1 of 2'), await isShown('Version 2 of 2')]).toEqual(['true', 'false']);
    await reader.press('Enter', 'button', 'Version 2 of 2', versions);
    await expect.poll(() => isShown('Version 2 of 2')).toBe('true');
  }, 120_000);

  it('4 of 6: puts the panels in another order and hears where each is', async () => {
    const handle = /move.*up and down keys/;
    await reader.press('ArrowDown', 'button', handle, await panel(1, 2));
    await reader.hears(/Panel moved to place 2 of 2/);
    expect([await textOf(1), await textOf(2)]).toEqual(['', line]);
    await studio.page.keyboard.press('ArrowDown'); // the focus is still on it
    await reader.hears(/This is the last panel/);
    // A screen reader may keep the arrow keys for itself: the menu does the same.
    await reader.chooseFromMenu('More for this panel', /^Move up/, await panel(2, 2));
    await reader.hears(/Panel moved to place 1 of 2/);
    expect([await textOf(1), await textOf(2)]).toEqual([line, '']);
  }, 60_000);

  it('5 of 6: deletes a panel and takes that back', async () => {
    await reader.press('Enter', 'button', 'Delete panel', await panel(1, 2));
    await reader.hears(/1 panel deleted\. Undo/);
    await panel(1, 1);
    expect(await textOf(1)).toBe('');
    await reader.press('Enter', 'button', 'Undo delete panel');
    await reader.hears(/Undone: delete panel/);
    await panel(1, 2);
    expect(await textOf(1)).toBe(line);
    await reader.find('group', 'Versions of the picture', await panel(1, 2)); // with everything in it
  });

  it('6 of 6: makes a PDF of the book', async () => {
    const path = join(scratch, 'My first book.pdf');
    await new Writer(studio).answerSaveDialog(path);
    await reader.press('Enter', 'button', 'Export');
    const dialog = await reader.find('dialog', 'Export');
    expect(await (await reader.find('radio', /^Book \(PDF\)/, dialog)).isChecked()).toBe(true);
    await reader.press('Enter', 'button', 'Export PDF', dialog);
    await reader.hears(/Exported My first book\.pdf \(\d+ pages?\)/, 60_000);
    expect(existsSync(path)).toBe(true);
    const pdf = await readPdf(path);
    expect(pdf.tagged).toBe(true);
    expect(pdf.pages.map((page) => page.text).join(' ')).toContain(line);
  }, 120_000);
});
