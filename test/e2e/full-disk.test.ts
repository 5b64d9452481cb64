// The disk is full, first while the story is saved, then while the book is exported: the old file stays whole, the message names the missing
// space, writing goes on, and when there is room again one press is enough. The faults are put into the file system of the real app.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Story } from '../../common/domain/story';
import { readPdf } from '../support/read-pdf';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { Writer } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-full-'));
const home = join(scratch, 'writer');
const shelf = join(scratch, 'shelf');
let studio: Studio;
let writer: Writer;

const storyFolder = (): string =>
  join(
    home,
    'stories',
    readdirSync(join(home, 'stories')).find((name) => name.endsWith('.vokenstory'))!,
  );
const firstOf = (folder: string): string | undefined =>
  (JSON.parse(readFileSync(join(folder, 'story.json'), 'utf8')) as Story).panels[0]?.text;

/** From now on nothing more fits into a folder: what is opened for writing takes no byte, as on a full disk. */
async function fillDisk(folder: string): Promise<void> {
  await studio.app.evaluate(({ app }, full) => {
    void app;
    const fs = process.getBuiltinModule('node:fs/promises');
    const { open, statfs } = fs;
    const noSpace = (): never => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', errno: -28 });
    };
    Object.assign(fs, {
      open: async (path: string, flags?: string, mode?: number) => {
        const handle = await open(path, flags, mode);
        if (path.startsWith(full) && flags !== undefined && flags !== 'r') {
          for (const write of ['writeFile', 'write', 'appendFile'])
            Object.defineProperty(handle, write, { value: () => Promise.resolve().then(noSpace) });
        }
        return handle;
      },
      statfs: async (path: string) => ({ ...(await statfs(path)), ...(path.startsWith(full) ? { bavail: 0 } : {}) }),
    });
    Object.assign(globalThis, { emptyDisk: () => Object.assign(fs, { open, statfs }) });
  }, folder);
}
const emptyDisk = (): Promise<void> =>
  studio.app.evaluate(() => {
    (globalThis as unknown as { emptyDisk: () => void }).emptyDisk();
  });

beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  mkdirSync(shelf);
  studio = await launchStudio({ home, bundle });
  writer = new Writer(studio);
  await writer.page.waitForSelector('[data-testid="panel"]');
  await writer.saved();
}, 120_000);
afterAll(async () => {
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

describe(`a full disk (${shell})`, () => {
  it('while saving: the old story stays, the missing space is named, a copy goes elsewhere, and later it is saved', async () => {
    const folder = storyFolder();
    const before = readFileSync(join(folder, 'story.json'), 'utf8');
    await fillDisk(folder);
    await writer.by('panel-text').first().fill('Written while the disk was full.');
    const status = writer.page.locator('[data-testid="save-status"][data-state="failed"]');
    await status.waitFor({ timeout: 15_000 });
    expect(await status.innerText()).toMatch(/The disk is full\. Free at least [\d.]+ MB and save again/);
    expect(readFileSync(join(folder, 'story.json'), 'utf8')).toBe(before);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);

    await studio.app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, shelf);
    await writer.by('save-copy').click();
    await expect.poll(() => readdirSync(shelf).length, { timeout: 10_000 }).toBe(1);
    await expect.poll(async () => (await writer.by('toast').allInnerTexts()).join()).toContain('Saved a copy');
    expect(firstOf(join(shelf, readdirSync(shelf)[0]!))).toBe('Written while the disk was full.');

    await emptyDisk();
    await status.getByRole('button', { name: 'Try again' }).click();
    await writer.saved();
    expect(firstOf(folder)).toBe('Written while the disk was full.');
  }, 60_000);

  it('while exporting: the old book stays, the missing space is named, and the same export works when there is room', async () => {
    const path = join(shelf, 'book.pdf');
    writeFileSync(path, 'the old book');
    const before = readdirSync(shelf).sort();
    await fillDisk(shelf);
    await writer.answerSaveDialog(path);
    const exportIt = async (): Promise<void> => {
      await writer.by('export-pdf').click();
      await writer.by('export-confirm').click();
    };
    await exportIt();
    const problem = writer.page.locator('[data-testid="toast"][data-tone="problem"]');
    await problem.waitFor({ timeout: 60_000 });
    expect(await problem.innerText()).toMatch(/The disk is full\. Free at least [\d.]+ MB/);
    expect(readFileSync(path, 'utf8')).toBe('the old book');
    expect(readdirSync(shelf).sort()).toEqual(before);

    await emptyDisk();
    await exportIt();
    await expect.poll(() => readFileSync(path).subarray(0, 5).toString(), { timeout: 60_000 }).toBe('%PDF-');
    const words = (await readPdf(path)).pages.map((page) => page.text).join(' ');
    expect(words).toContain('Written while the disk was full.');
  }, 120_000);
});
