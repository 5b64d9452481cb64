// A writer's first illustrated story, from the first line to the printed book, with the two accidents that must not cost anything:
// the engine dies, the app dies.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPdf } from '../support/read-pdf';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { GENERATION_LIMIT_MS, Writer } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-e2e-'));
const home = join(scratch, 'writer');
const drawing = join(projectRoot, 'test/support/pictures/bear-on-the-beach.png');

let studio: Studio;
let writer: Writer;
const open = async (): Promise<void> => {
  studio = await launchStudio({ home, bundle });
  writer = new Writer(studio);
};

beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  console.log(`end-to-end tests run on: ${shell}`);
  await open();
});
afterAll(async () => {
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

describe(`a first illustrated story (${shell})`, () => {
  it('opens on the sample story, with the engine starting by itself', async () => {
    await writer.page.waitForSelector('[data-testid="panel"]');
    expect((await writer.panelTexts()).join('').length).toBeGreaterThan(40);
    await writer.engineReady();
  });

  it('offers first lines on the blank page: one click writes it where the next words go, and nothing is drawn yet', async () => {
    await writer.by('story-menu').click();
    await writer.page.getByRole('menuitem', { name: 'New story' }).click();
    await writer.page.waitForSelector('[data-testid="empty-state"]');
    expect(await writer.by('first-line').count()).toBe(3); // the built-in model knows the words of all of them
    await writer.by('first-line').nth(1).click();
    expect(await writer.by('composer-input').inputValue()).toBe(await writer.by('first-line').nth(1).innerText());
    expect(await writer.by('composer-input').evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await writer.by('run-progress').count()).toBe(0);
    await writer.type('');
  });

  it('starts a new story: a typed line becomes a panel with its picture', async () => {
    await writer.page.waitForSelector('[data-testid="empty-state"]');
    await writer.draw('One night Pip the fox found a lantern by the sea.');
    await writer.illustrated(1);
    expect(await writer.panelTexts()).toEqual(['One night Pip the fox found a lantern by the sea.']);
  }, 120_000);

  it('continues: the model writes the next panel and draws it', async () => {
    await writer.pressContinue();
    await writer.page.waitForSelector('[data-testid="ghost-panel"]');
    await writer.illustrated(2);
    const [, written] = await writer.panelTexts();
    expect(written?.trim().length).toBeGreaterThan(5);
    const [first, second] = await writer.pictures();
    expect(second).not.toBe(first);
  }, 120_000);

  it('retries a picture and keeps the former one as a variant', async () => {
    const [before] = await writer.pictures();
    await writer.panels().first().hover();
    await writer.panels().first().locator('[data-testid="retry-picture"]').click();
    const redrawn = async (): Promise<boolean> => {
      const [now] = await writer.pictures();
      return now !== null && now !== before;
    };
    await expect.poll(redrawn, { timeout: GENERATION_LIMIT_MS }).toBe(true);
    await expect.poll(() => writer.panels().first().locator('[data-testid="variants"] img').count()).toBe(2);
  }, 120_000);

  it('takes a dropped drawing as a new panel and refuses what is no picture in one sentence', async () => {
    await writer.drop(drawing, writer.by('drop-new').last());
    await expect.poll(async () => writer.panels().count()).toBe(3);
    const fake = join(scratch, 'not-a-picture.png');
    writeFileSync(fake, 'only words');
    await writer.drop(fake, writer.by('drop-new').last());
    await writer.page.waitForSelector('[data-testid="toast"]');
    expect(await writer.by('toast').last().innerText()).toMatch(/not-a-picture\.png/);
    expect(await writer.panels().count()).toBe(3);
  });

  it('reorders with the keyboard, says so, and undoes and redoes it', async () => {
    const before = await writer.pictures();
    await writer.by('panel-text').nth(2).focus();
    await writer.page.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => writer.pictures()).toEqual([before[0], before[2], before[1]]);
    expect(await writer.by('announcer').innerText()).toMatch(/place 2 of 3/);
    await writer.by('undo').click();
    await expect.poll(() => writer.pictures()).toEqual(before);
    await writer.by('redo').click();
    await expect.poll(() => writer.pictures()).toEqual([before[0], before[2], before[1]]);
    await writer.by('undo').click();
  });

  it('loses nothing when the engine is killed in the middle, and draws again afterwards', async () => {
    await writer.saved();
    const before = await writer.panelTexts();
    await writer.pressContinue();
    await writer.page.waitForSelector('[data-testid="ghost-panel"]');
    process.kill(writer.enginePid(), 'SIGKILL');
    await writer.page.waitForSelector('[data-testid="run-failure"]', { timeout: 30_000 });
    expect(await writer.panelTexts()).toEqual(before);
    await writer.engineReady();
    await writer.by('try-again').click();
    await expect.poll(async () => writer.panels().count(), { timeout: GENERATION_LIMIT_MS }).toBe(4);
    await expect.poll(async () => (await writer.pictures())[3], { timeout: GENERATION_LIMIT_MS }).not.toBeNull();
  }, 180_000);

  it('loses nothing when the whole app is killed right after a key', async () => {
    const text = 'The bear waved from the shore, and the fox waved back with the lantern.';
    await writer.by('panel-text').nth(2).fill(text);
    await writer.page.waitForTimeout(1000); // the journal promises one second
    const before = { texts: await writer.panelTexts(), pictures: await writer.pictures() };
    studio.kill();
    await open();
    await writer.page.waitForSelector('[data-testid="panel"]');
    if ((await writer.by('recovery-restore').count()) > 0) await writer.by('recovery-restore').click();
    await expect.poll(() => writer.panelTexts()).toEqual(before.texts);
    await expect.poll(() => writer.pictures()).toEqual(before.pictures);
  });

  it('exports a tagged PDF with outline, text and pictures', async () => {
    const path = join(scratch, 'The Lantern.pdf');
    await writer.answerSaveDialog(path);
    await writer.by('export-pdf').click();
    await writer.by('export-confirm').click();
    await expect.poll(() => existsSync(path), { timeout: 60_000 }).toBe(true);
    const texts = await writer.panelTexts();
    const pdf = await readPdf(path);
    expect(pdf.tagged).toBe(true);
    expect(pdf.outline.length).toBeGreaterThanOrEqual(texts.length);
    const words = pdf.pages.map((page) => page.text).join(' ');
    for (const text of texts) expect(words).toContain(text.replace(/\s+/g, ' ').trim().slice(0, 60));
    expect(pdf.pages.reduce((sum, page) => sum + page.pictures, 0)).toBeGreaterThanOrEqual(4);
    expect(Math.round(pdf.pages[0]!.widthPt)).toBe(612); // 8.5 inches
  }, 120_000);

  it('says which words it cannot draw, and draws all the same', async () => {
    const count = await writer.panels().count();
    await writer.draw('A wizard landed beside the submarine.');
    await expect
      .poll(async () => (await writer.pictures())[count] ?? null, { timeout: GENERATION_LIMIT_MS })
      .not.toBeNull();
    expect(await writer.by('notices').innerText()).toMatch(/wizard.*submarine/s);
  }, 120_000);

  it('stops a generation when asked, and the story stays as it was', async () => {
    const before = await writer.panelTexts();
    await writer.engineReady();
    await writer.pressContinue();
    await writer.page.waitForSelector('[data-testid="ghost-panel"]');
    await writer.by('stop').click();
    await expect.poll(async () => writer.by('run-progress').count(), { timeout: 30_000 }).toBe(0);
    expect(await writer.panelTexts()).toEqual(before);
  }, 90_000);
});
