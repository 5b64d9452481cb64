// The evening of the export: every format from the dialog, each a valid file; descriptions proposed and mended; a cancelled export leaves
// nothing; a folder that cannot be written is a sentence, and the old file stays; the flip-book turns in a browser.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EpubCheck } from '@likecoin/epubcheck-ts';
import { strFromU8, unzipSync } from 'fflate';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedBrowser } from '../../main/cli/installed-browser';
import { writeLongBook } from '../support/long-book';
import { readPdf } from '../support/read-pdf';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { Writer } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-export-'));
const home = join(scratch, 'writer');
const shelf = join(scratch, 'shelf');
const COUNT = 5;

let studio: Studio;
let writer: Writer;

beforeAll(async () => {
  mkdirSync(shelf);
  writeLongBook(home, COUNT, true);
  studio = await launchStudio({ home, bundle });
  writer = new Writer(studio);
  await writer.page.waitForSelector('[data-testid="panel"]');
});
afterAll(async () => {
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

const choose = async (format: string): Promise<void> => {
  await writer.by('export-pdf').click();
  await writer.by('export-dialog').waitFor();
  await writer.page.locator(`label:has([data-testid="export-format-${format}"])`).click();
};
const toastsOf = (tone: string): Promise<string[]> =>
  writer.page.locator(`[data-testid="toast"][data-tone="${tone}"]`).allInnerTexts();
/** Exports a format to a name on the shelf, and waits for the sentence that says so. */
async function exportTo(format: string, name: string, said = { tone: 'success', sentence: name }): Promise<string> {
  const path = join(shelf, name);
  await writer.answerSaveDialog(path);
  await choose(format);
  await writer.by('export-confirm').click();
  await expect.poll(async () => (await toastsOf(said.tone)).join(), { timeout: 60_000 }).toContain(said.sentence);
  return path;
}
/** Keeps the next printed page from loading, so that an export is still at work when it is stopped, however fast the machine is. */
async function holdPrinting(): Promise<() => Promise<void>> {
  await studio.app.evaluate(({ BrowserWindow }) => {
    const windows = BrowserWindow.prototype;
    const load = Object.getOwnPropertyDescriptor(windows, 'loadURL')!.value as typeof windows.loadURL;
    const held = new Promise<void>((resolve) => Object.assign(globalThis, { goOnPrinting: resolve }));
    windows.loadURL = async function (this: Electron.BrowserWindow, ...address) {
      windows.loadURL = load;
      await held;
      return load.apply(this, address);
    };
  });
  return () => studio.app.evaluate(() => (globalThis as unknown as { goOnPrinting: () => void }).goOnPrinting());
}

describe(`the evening of the export (${shell})`, () => {
  it('has a description proposed by the model and mends it', async () => {
    await writer.engineReady();
    await writer.by('story-menu').click();
    await writer.page.getByRole('menuitem', { name: 'Descriptions of pictures…' }).click();
    const fields = writer.by('descriptions-dialog').locator('textarea');
    await expect.poll(() => fields.count()).toBe(COUNT);
    await fields.first().fill('');
    await expect.poll(() => writer.by('descriptions-missing').innerText()).toMatch(/no description/);
    await writer.by('only-missing').check();
    expect(await fields.count()).toBe(1);
    await fields.first().pressSequentially('Fox'); // the row stays while it is being written
    expect(await fields.first().inputValue()).toBe('Fox');
    await fields.first().fill('');
    await writer.by('only-missing').uncheck();
    await writer.by('propose-missing').click();
    await expect.poll(() => fields.first().inputValue(), { timeout: 60_000 }).not.toBe('');
    await expect.poll(() => writer.by('descriptions-missing').innerText()).toBe('Every picture has a description.');
    expect(await writer.by('description').first().innerText()).toContain('Proposed by the model');
    await fields.first().fill('A fox holds up a lantern at the sea.');
    await expect
      .poll(() => writer.by('description').first().innerText())
      .toContain('Proposed by the model, edited by you');
    await writer.page.getByRole('button', { name: 'Done', exact: true }).click();
    await writer.saved();
  }, 120_000);

  it('makes a tagged PDF', async () => {
    const pdf = await readPdf(await exportTo('pdf', 'Book.pdf'));
    expect(pdf.tagged).toBe(true);
    expect(pdf.pages.length).toBeGreaterThanOrEqual(COUNT);
  }, 120_000);

  it('makes an EPUB that passes epubcheck, with the mended description in it', async () => {
    const epub = readFileSync(await exportTo('epub', 'Book.epub'));
    const { messages } = await EpubCheck.validate(new Uint8Array(epub));
    expect(messages.filter(({ severity }) => !['usage', 'info'].includes(severity))).toEqual([]);
    expect(strFromU8(unzipSync(epub)['EPUB/page-001.xhtml']!)).toContain('alt="A fox holds up a lantern at the sea."');
  }, 120_000);

  it('makes numbered pictures with their making inside, and one alone from its panel', async () => {
    const names = Object.keys(unzipSync(readFileSync(await exportTo('pictures', 'Pictures.zip'))));
    expect(names).toHaveLength(COUNT);
    expect(names[0]).toMatch(/-001\.(png|jpg)$/);
    const path = join(shelf, 'One.png');
    await writer.answerSaveDialog(path);
    await writer.panels().first().hover();
    await writer.panels().first().locator('[data-testid="variants"] button, [data-testid="inspect"]').last().click();
    await writer.by('save-picture').first().click();
    await expect.poll(() => existsSync(path), { timeout: 20_000 }).toBe(true);
    expect(readFileSync(path).toString('latin1')).toContain('Made by');
    await writer.page.keyboard.press('Escape');
  }, 120_000);

  it('makes a report that says who made what', async () => {
    const report = readFileSync(await exportTo('report', 'Report.html'), 'utf8');
    expect(report).toContain('Panel by panel');
    expect(report).toContain('edited by a person');
  }, 60_000);

  it('says so when the file cannot be written, keeps the old one, and exports again elsewhere', async () => {
    const blocked = join(shelf, 'a-file');
    writeFileSync(blocked, 'not a folder');
    const problem = { tone: 'problem', sentence: 'Could not write Blocked.epub' };
    await exportTo('epub', join('a-file', 'Blocked.epub'), problem);
    const said = (await toastsOf('problem')).join();
    expect(said).toMatch(/Check that the folder still exists/);
    expect(readFileSync(blocked, 'utf8')).toBe('not a folder');
    expect(existsSync(await exportTo('epub', 'Again.epub'))).toBe(true);
  }, 120_000);

  it('leaves nothing of a cancelled export', async () => {
    const before = readdirSync(shelf);
    await writer.answerSaveDialog(join(shelf, 'Cancelled.pdf'));
    const goOnPrinting = await holdPrinting();
    await choose('pdf');
    await writer.by('export-confirm').click();
    await writer.by('queue').click();
    await writer.by('queue-list').getByRole('button', { name: /^Stop/ }).first().click();
    await writer.by('queue-list').getByText('Stopping…').waitFor();
    await goOnPrinting();
    await expect.poll(async () => (await toastsOf('info')).join(), { timeout: 60_000 }).toMatch(/cancelled/);
    expect(readdirSync(shelf)).toEqual(before);
    await writer.page.keyboard.press('Escape');
  }, 120_000);
});

const browserPath = installedBrowser({ platform: process.platform, environment: process.env });
describe.skipIf(browserPath === undefined)('the exported flip-book', () => {
  let browser: Browser;
  let page: Page;
  let address: string;
  const requests: string[] = [];
  const refused: string[] = [];
  const counter = (): Promise<string> => page.locator('[data-counter]').innerText();

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserPath!, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 390, height: 844 }, hasTouch: true });
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => refused.push(message.text()));
  }, 60_000);
  afterAll(() => browser.close());

  it('is made from the dialog, as one file', async () => {
    address = pathToFileURL(await exportTo('html', 'Book.html')).href;
    await page.goto(address);
    expect(await page.title()).not.toBe('');
  }, 60_000);

  it('turns with keys and buttons, has an address for every page, and reads aloud only the page that is shown', async () => {
    await page.keyboard.press('ArrowRight');
    expect(await counter()).toBe(`1 / ${COUNT}`);
    expect(page.url()).toMatch(/#panel-1$/);
    await page.getByRole('button', { name: 'Next page' }).click();
    expect(await counter()).toBe(`2 / ${COUNT}`);
    expect(await page.locator('.leaf:not([inert])').count()).toBe(1);
    await page.keyboard.press('End');
    expect(await page.getByRole('button', { name: 'Next page' }).isDisabled()).toBe(true);
    await page.goto(`${address}#panel-3`);
    await page.reload();
    expect(await counter()).toBe(`3 / ${COUNT}`);
  });

  it('turns with a swipe', async () => {
    await page.evaluate(() => {
      const touch = (type: string, clientX: number): void => {
        const finger = new Touch({ identifier: 1, target: document.body, clientX, clientY: 300 });
        const touches = type === 'touchend' ? [] : [finger];
        window.dispatchEvent(new TouchEvent(type, { touches, changedTouches: [finger], bubbles: true }));
      };
      touch('touchstart', 300);
      touch('touchend', 100);
    });
    expect(await counter()).toBe(`4 / ${COUNT}`);
  });

  it('scrolls on request, and where no script runs; fits a phone; loads nothing and breaks no rule of its own', async () => {
    await page.getByRole('button', { name: 'Scroll' }).click();
    expect(await page.locator('.leaf:visible').count()).toBe(COUNT + 1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await plain.goto(address);
    expect(await plain.locator('.leaf:visible').count()).toBe(COUNT + 1);
    expect(requests.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
    expect(refused).toEqual([]);
  });
});
