// Can everybody use it? axe on every surface of the writer's main job in both themes; then the keyboard alone: all of the board within
// reach, focus always to be seen, and panels moved with words for those who do not see them. WCAG 2.2 AA, with no engine's answer needed.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings } from './axe-findings';
import { focusStops, type FocusStop } from './focus-stops';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { Writer } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-a11y-'));
const drawing = join(projectRoot, 'test/support/pictures/bear-on-the-beach.png');
const texts = ['Pip the fox found a lantern by the sea.', 'It was still warm.', 'Who had left it there?'];

let studio: Studio;
let writer: Writer;

beforeAll(async () => {
  const home = join(scratch, 'writer');
  mkdirSync(home, { recursive: true });
  studio = await launchStudio({ home, bundle });
  writer = new Writer(studio);
  // Colours are judged as they stand, not on their way.
  await writer.page.emulateMedia({ reducedMotion: 'reduce' });
  await writer.engineReady();
});
afterAll(async () => {
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

async function findings(): Promise<string[]> {
  await writer.page.waitForTimeout(300); // popups fade in
  return axeFindings(writer.page);
}

async function chooseTheme(name: 'Light' | 'Dark'): Promise<void> {
  await writer.by('settings').click();
  await writer.by('settings-dialog').getByText(name, { exact: true }).click();
  await writer.page.waitForSelector(`html[data-theme="${name.toLowerCase()}"]`);
  await closePopup();
}

async function closePopup(): Promise<void> {
  await writer.page.keyboard.press('Escape');
  await writer.page.locator('.dialog, .popup').waitFor({ state: 'detached' });
}

describe(`accessibility (${shell})`, () => {
  for (const theme of ['Light', 'Dark'] as const) {
    describe(`in the ${theme.toLowerCase()} theme`, () => {
      beforeAll(() => chooseTheme(theme));

      it('has no serious findings on a blank page and in the story menu', async () => {
        await writer.by('story-menu').click();
        await writer.page.getByRole('menuitem', { name: 'New story' }).click();
        await writer.page.waitForSelector('[data-testid="starter-chips"]');
        expect(await findings()).toEqual([]);
        await writer.by('story-menu').click();
        await writer.page.waitForSelector('.popup');
        expect(await findings()).toEqual([]);
        await closePopup();
      });

      it('has none on a board of words and pictures', async () => {
        for (const [index, text] of texts.entries()) {
          if (index < 2) await writer.drop(drawing, writer.by('drop-new').last());
          else await writer.by('insert-after').last().click(); // a panel that has no picture yet
          await expect.poll(() => writer.panels().count()).toBe(index + 1);
          await writer.by('panel-text').nth(index).fill(text);
        }
        await expect
          .poll(async () => (await writer.pictures()).map((picture) => picture !== null))
          .toEqual([true, true, false]);
        await writer.panels().nth(2).hover(); // its controls show
        expect(await findings()).toEqual([]);
      });

      it.each([
        ['export-pdf', 'export-dialog'],
        ['settings', 'settings-dialog'],
      ])('has none in what %s opens', async (button, dialog) => {
        await writer.by(button).click();
        await writer.page.waitForSelector(`[data-testid="${dialog}"]`);
        expect(await findings()).toEqual([]);
        await closePopup();
      });

      it('has none in the versions of a panel', async () => {
        await writer.panels().first().hover();
        await writer.panels().first().locator('[data-testid="inspect"]').click();
        await writer.page.waitForSelector('.dialog');
        expect(await findings()).toEqual([]);
        await closePopup();
      });

      it('has none in the queue, empty and at work', async () => {
        await writer.by('queue').click();
        await writer.page.waitForSelector('.popup');
        expect(await findings()).toEqual([]);
        await closePopup();
        const engine = writer.enginePid();
        process.kill(engine, 'SIGSTOP'); // work that stays as it is while it is looked at
        try {
          await writer.pressContinue();
          await writer.page.waitForSelector('[data-testid="ghost-panel"]');
          await writer.by('queue').click();
          await writer.page.waitForSelector('[data-testid="queue-list"]');
          expect(await findings()).toEqual([]);
          await closePopup();
          await writer.by('stop').click();
        } finally {
          process.kill(engine, 'SIGCONT');
        }
        await expect.poll(() => writer.by('run-progress').count(), { timeout: 30_000 }).toBe(0);
        expect(await writer.panelTexts()).toEqual(texts);
      });
    });
  }

  it('lets the keyboard reach everything on the board, and shows where it is', async () => {
    const { stops, missed } = await focusStops(writer.page);
    expect(missed).toEqual([]);
    expect(stops.length).toBeGreaterThan(25);
    const ids = stops.map(({ id }) => id);
    for (const id of [
      'story-menu',
      'settings',
      'drag-handle',
      'panel-text',
      'retry-picture',
      'insert-after',
      'continue',
    ])
      expect(ids).toContain(id);
    expect(stops.filter(isHidden).map(({ name }) => name)).toEqual([]);
  });

  it('moves a panel from its handle, tells where it is now, and keeps the focus on it', async () => {
    await writer.page.locator('[data-testid="drag-handle"]').first().focus();
    await writer.page.keyboard.press('ArrowDown');
    await expect.poll(() => writer.panelTexts()).toEqual([texts[1], texts[0], texts[2]]);
    await expect.poll(() => writer.by('announcer').innerText()).toMatch(/place 2 of 3/);
    const announcer = writer.by('announcer');
    expect([await announcer.getAttribute('aria-live'), await announcer.getAttribute('role')]).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(polite|assertive|status)$/)]),
    );
    const focused = await writer.page.evaluate(() => {
      const panel = document.activeElement?.closest('[data-testid="panel"]');
      return [document.activeElement?.getAttribute('data-testid'), panel?.querySelector('textarea')?.value];
    });
    expect(focused).toEqual(['drag-handle', texts[0]]);
    await writer.page.keyboard.press('ArrowUp');
    await expect.poll(() => writer.panelTexts()).toEqual(texts);
    await expect.poll(() => writer.by('announcer').innerText()).toMatch(/place 1 of 3/);
  });

  it('keeps the keyboard inside a dialog and gives the focus back to what opened it', async () => {
    await writer.by('export-pdf').focus();
    await writer.page.keyboard.press('Enter');
    await writer.page.waitForSelector('[data-testid="export-dialog"]');
    for (let i = 0; i < 8; i++) {
      await writer.page.keyboard.press('Tab');
      // At either end the focus passes over a guard that hands it back: where it comes to rest counts.
      const inside = () => writer.page.evaluate(() => document.activeElement?.closest('.dialog') !== null);
      await expect.poll(inside).toBe(true);
    }
    await closePopup();
    await expect.poll(() => writer.by('export-pdf').evaluate((button) => button === document.activeElement)).toBe(true);
  });
});

/** Focus that a person would not find: nothing about it changes, or it is see-through or outside the window. */
const isHidden = ({ looksDifferent, opacity, inView }: FocusStop): boolean =>
  !looksDifferent || opacity < 0.99 || !inView;
