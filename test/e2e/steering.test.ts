// A writer steers the model, in the built app with the built-in bundle: a picture follows its words, a brushed part is drawn over and the rest
// stays to the pixel, a card reaches what the model is told, a dropped picture is looked at.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { GENERATION_LIMIT_MS, Writer } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-e2e-steer-'));
const home = join(scratch, 'writer');
const drawing = join(projectRoot, 'test/support/pictures/bear-on-the-beach.png');

let studio: Studio;
let writer: Writer;

beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  studio = await launchStudio({ home, bundle });
  writer = new Writer(studio);
  await writer.page.waitForSelector('[data-testid="panel"]');
  await writer.engineReady();
  await writer.by('story-menu').click();
  await writer.page.getByRole('menuitem', { name: 'New story' }).click();
  await writer.page.waitForSelector('[data-testid="empty-state"]');
  await writer.draw('The fox held a lantern by the sea at night.');
  await writer.illustrated(1);
}, 180_000);
afterAll(async () => {
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

const firstPicture = async (): Promise<string | null> => (await writer.pictures())[0] ?? null;
const variantCount = (): Promise<number> => writer.panels().first().locator('[data-testid="variant"]').count();

/** Pixels of two stored pictures that differ, inside and outside of a box in shares of their size. */
async function differingPixels(
  shas: readonly [string, string],
  box: { left: number; top: number; right: number; bottom: number },
): Promise<{ inside: number; outside: number }> {
  const read = async (sha: string) => {
    const name = readdirSync(join(home, 'stories'), { recursive: true, encoding: 'utf8' }).find((path) =>
      path.includes(sha),
    );
    return sharp(join(home, 'stories', name ?? sha))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
  };
  const [a, b] = [await read(shas[0]), await read(shas[1])];
  expect(b.info).toEqual(a.info);
  const { width, height, channels } = a.info;
  const count = { inside: 0, outside: 0 };
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * channels;
    if (a.data.subarray(at, at + channels).equals(b.data.subarray(at, at + channels))) continue;
    const [x, y] = [(pixel % width) / width, Math.floor(pixel / width) / height];
    const isInside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    count[isInside ? 'inside' : 'outside'] += 1;
  }
  return count;
}

describe(`steering (${shell})`, () => {
  it('night becomes sunrise: the picture is drawn again by itself, and the former one is a version', async () => {
    const before = await firstPicture();
    const field = writer.by('panel-text').first();
    const startedMs = Date.now();
    await field.fill('The fox held a lantern by the sea at sunrise.');
    await expect.poll(firstPicture, { timeout: GENERATION_LIMIT_MS, interval: 20 }).not.toBe(before);
    console.log(`edit to new picture: ${Date.now() - startedMs} ms`);
    await expect.poll(variantCount).toBe(2);
    await expect.poll(() => writer.by('announcer').innerText()).toMatch(/follows your words/);
    expect(await writer.by('follow-progress').count()).toBe(0);

    // The next edit of the same stretch takes the place of the picture before it, and one undo takes back words and picture.
    const sunrise = await firstPicture();
    await writer.page.waitForTimeout(1300); // a pause: the next keys are a step of their own
    await field.fill('The fox held a kite by the sea at sunrise.');
    await expect.poll(firstPicture, { timeout: GENERATION_LIMIT_MS }).not.toBe(sunrise);
    expect(await variantCount()).toBe(2);
    await writer.by('undo').click();
    await expect.poll(firstPicture).toBe(sunrise);
    expect((await writer.panelTexts())[0]).toContain('lantern by the sea at sunrise');
    await writer.by('undo').click();
    await expect.poll(firstPicture).toBe(before);
    expect((await writer.panelTexts())[0]).toContain('night');
  }, 120_000);

  it('draws nothing by itself when the switch is off', async () => {
    await writer.by('follow-switch').click();
    await expect.poll(() => writer.by('follow-switch').getAttribute('aria-pressed')).toBe('false');
    const before = await firstPicture();
    await writer.by('panel-text').first().fill('The fox held a lantern by the sea at night, alone.');
    await writer.page.waitForTimeout(2000);
    expect(await writer.by('follow-progress').count()).toBe(0);
    expect(await firstPicture()).toBe(before);
  });

  it('draws over what was marked with the keyboard, and not one pixel beyond it and its narrow seam', async () => {
    const before = (await firstPicture())!;
    await writer.panels().first().hover();
    await writer.by('change-part').first().click();
    expect(await writer.by('redraw-draw').isDisabled()).toBe(true);
    await writer.by('mask-board').focus();
    await writer.page.keyboard.press('ArrowRight');
    await writer.page.keyboard.press('Enter');
    expect(await writer.by('announcer').innerText()).toMatch(/^Marked: 34\s?% from the left/);
    await writer.by('redraw-words').fill('A kite flew over the beach.');
    await writer.by('redraw-draw').click();
    await writer.by('redraw-keep').waitFor({ timeout: GENERATION_LIMIT_MS });
    expect(await firstPicture()).toBe(before); // nothing is in the story until it is kept
    await writer.by('redraw-keep').click();
    await expect.poll(firstPicture).not.toBe(before);
    const after = (await firstPicture())!;
    // Marked: 0.34 to 0.74 and 0.3 to 0.7; the engine blends a few pixels around it.
    const differing = await differingPixels([before, after], { left: 0.3, top: 0.26, right: 0.78, bottom: 0.74 });
    expect(differing.outside).toBe(0);
    expect(differing.inside).toBeGreaterThan(20);
    expect(await writer.by('undo').getAttribute('aria-label')).toMatch(/change part of the picture/);
    expect((await writer.panelTexts())[0]).toContain('alone'); // the words were for that drawing only
  }, 120_000);

  it('tells the model of a card where its name stands, and shows it', async () => {
    await writer.by('open-cast').click();
    await writer.by('cast-empty').waitFor();
    await writer.by('add-character').click();
    await writer.by('card-name').fill('Pip');
    await writer.by('card-look').fill('a small fox');
    await writer.by('card-from-panel').click();
    await writer.page.getByRole('menuitem', { name: /^Panel 1/ }).click();
    await expect.poll(() => writer.by('card-picture').count()).toBe(1);
    await writer.page.keyboard.press('Escape');
    const cards = async (): Promise<string[]> => {
      await writer.by('open-context').click();
      await writer.by('context-parts').waitFor();
      const told = await writer.page.locator('[data-testid="context-part"][data-kind="card"]').allInnerTexts();
      await writer.page.keyboard.press('Escape');
      await expect.poll(() => writer.by('context-dialog').count()).toBe(0);
      return told;
    };
    expect(await cards()).toEqual([]);
    await writer.by('panel-text').first().fill('Pip the fox held a lantern by the sea at night.');
    const told = await cards();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/Pip/);
  }, 60_000);

  it('looks at a dropped picture and shows what it sees as chips that make its description', async () => {
    await writer.drop(drawing, writer.by('drop-new').last());
    await expect.poll(() => writer.panels().count()).toBe(2);
    const second = writer.panels().nth(1);
    await second.locator('[data-testid="see-chips"]').waitFor({ timeout: 30_000 });
    const chips = await second.locator('[data-testid="see-chip"]').allInnerTexts();
    expect(chips.join(' ')).toMatch(/bear|beach/);
    await second.locator('[data-testid="see-add"]').click();
    await writer.by('see-word').fill('driftwood');
    await writer.page.keyboard.press('Enter');
    await writer.page.keyboard.press('Escape');
    const alt = (): Promise<string | null> => second.locator('[data-testid="panel-picture"] img').getAttribute('alt');
    await expect.poll(alt).toMatch(/driftwood$/);
    await second.locator('[data-testid="see-write"]').click();
    await expect.poll(async () => (await writer.panelTexts())[1]).toMatch(/^[A-Z].*\.$/);
  }, 90_000);

  it('marks words that it cannot draw while they are typed, and offers others', async () => {
    await writer.type('The fox met a spaceship.');
    await writer.by('unknown-words').last().waitFor();
    const note = writer.page.locator('#composer-unknown');
    expect(await note.innerText()).toMatch(/Cannot draw: spaceship/);
    expect(await writer.page.locator('.composer .word-mark').innerText()).toBe('spaceship');
    await note.getByRole('button').first().click();
    expect(await writer.by('composer-input').inputValue()).toMatch(/^The fox met an? \w+\.$/);
    expect(await note.isVisible()).toBe(false);
  });
});

describe(`steering is for everybody (${shell})`, () => {
  /** Serious and critical findings of axe, as `rule: element`. */
  const findings = async (): Promise<string[]> => {
    await writer.page.waitForTimeout(300); // popups fade in
    const { violations } = await new AxeBuilder({ page: writer.page }).setLegacyMode(true).analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
      );
  };
  const close = async (): Promise<void> => {
    await writer.page.keyboard.press('Escape');
    await writer.page.locator('.dialog').waitFor({ state: 'detached' });
  };

  it.each(['Light', 'Dark'])(
    'has no serious findings on the board and in its dialogs (%s)',
    async (theme) => {
      await writer.page.emulateMedia({ reducedMotion: 'reduce' });
      await writer.by('settings').click();
      await writer.by('settings-dialog').getByText(theme, { exact: true }).click();
      await close();
      await writer.type('The fox met a spaceship.');
      await writer.panels().nth(1).hover();
      expect(await findings()).toEqual([]);
      await writer.by('open-cast').click();
      await writer.by('card-editor').waitFor();
      expect(await findings()).toEqual([]);
      await close();
      await writer.by('open-context').click();
      await writer.by('context-parts').waitFor();
      expect(await findings()).toEqual([]);
      await close();
      await writer.panels().first().hover();
      await writer.by('change-part').first().click();
      await writer.by('tool-rectangle').click();
      expect(await findings()).toEqual([]);
      await close();
    },
    120_000,
  );
});
