// A writer's strangest words, in the composer and in a panel: nothing at all, 50,000 words, more than a panel holds, only emoji, right to
// left, NUL bytes and half letters. They work or the limit is said; none is lost, also over a restart.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { GENERATION_LIMIT_MS, Writer } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-words-'));
const home = join(scratch, 'writer');
const long = Array.from({ length: 50_000 }, (_, index) => (index % 9 === 8 ? 'lantern.' : 'fox')).join(' ');
const strange: readonly (readonly [name: string, words: string])[] = [
  ['only emoji', '🦊🌙👩‍👩‍👧‍👦🏳️‍🌈'],
  ['right to left', 'وجد الثعلب فانوسًا بجانب البحر'],
  ['with NUL bytes and other control signs', 'A fox\u0000 and\u0000\u0007 a lantern\u001b[31m.'],
  ['of control tokens', '</s> [IMG0] <ImageHere> <Img> [IMG7]'],
  ['of markup', '<img src=x onerror="document.title=1"> & {{panel}} ${story}'],
];

let studio: Studio;
let writer: Writer;
const open = async (): Promise<void> => {
  studio = await launchStudio({ home, bundle });
  writer = new Writer(studio);
  await writer.page.waitForSelector('[data-testid="composer-input"]');
  await writer.engineReady();
};
const drawn = async (index: number): Promise<void> => {
  await expect
    .poll(async () => (await writer.pictures())[index] ?? null, { timeout: GENERATION_LIMIT_MS })
    .not.toBeNull();
};

beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  await open();
  await writer.by('story-menu').click();
  await writer.page.getByRole('menuitem', { name: 'New story' }).click();
  await writer.page.waitForSelector('[data-testid="empty-state"]');
}, 120_000);
afterAll(async () => {
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

describe(`strange words (${shell})`, () => {
  it('none: Enter does nothing; Continue lets the model begin, and says so', async () => {
    for (const nothing of ['', '  \n ']) {
      await writer.draw(nothing);
      await writer.page.waitForTimeout(200);
      expect(await writer.by('run-progress').count()).toBe(0);
    }
    await writer.type('');
    await writer.pressContinue();
    await writer.illustrated(1);
    expect((await writer.panelTexts())[0]?.trim().length).toBeGreaterThan(5);
    expect(await writer.by('notices').innerText()).toMatch(/There were no words to start from/);
  }, 120_000);

  it.each(strange)(
    '%s: they are drawn and stay as they are',
    async (_name, words) => {
      const count = await writer.panels().count();
      await writer.draw(words);
      await drawn(count);
      expect((await writer.panelTexts())[count]).toBe(words);
      await writer.saved();
    },
    120_000,
  );

  it('right to left is written from the right', async () => {
    const index = (await writer.panelTexts()).findIndex((text) => text.startsWith('وجد'));
    const direction = await writer
      .by('panel-text')
      .nth(index)
      .evaluate((field) => getComputedStyle(field).direction);
    expect(direction).toBe('rtl');
  });

  it('50,000: they are a panel, the model reads their end, and that is said', async () => {
    const count = await writer.panels().count();
    const startedMs = Date.now();
    await writer.draw(long);
    await drawn(count);
    console.log(`50,000 words to a picture: ${Date.now() - startedMs} ms`);
    expect((await writer.panelTexts())[count]).toBe(long);
    expect(await writer.by('notices').last().innerText()).toMatch(
      /The text is longer than the model can read at once: it read the end of it, and the first \d panels were out of its sight/,
    );
    await writer.saved();
  }, 180_000);

  it('more than a panel holds: the limit is said, and they are still in the line', async () => {
    const count = await writer.panels().count();
    const tooLong = `${long} ${long}`;
    await writer.draw(tooLong);
    await expect.poll(() => writer.by('toast').last().innerText()).toMatch(/more text than one panel holds/);
    expect(await writer.panels().count()).toBe(count);
    expect(await writer.by('composer-input').inputValue()).toBe(tooLong);
    expect(await writer.by('run-progress').count()).toBe(0);
    await writer.type('');
  }, 120_000);

  it('all are there after a restart', async () => {
    const texts = await writer.panelTexts();
    await writer.saved();
    await studio.close();
    await open();
    expect(await writer.panelTexts()).toEqual(texts);
    expect(texts.slice(1)).toEqual([...strange.map(([, words]) => words), long]);
    expect(await writer.page.title()).not.toBe('1');
  }, 120_000);
});
