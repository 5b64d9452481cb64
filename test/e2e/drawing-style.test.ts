// The writer chooses how the story is drawn: by keyboard, undone like everything else, kept over a restart, told by the picture itself;
// and sees no choice where the model has none. On the built-in bundle, whose manifest is given styles, or none, for the purpose.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyStyles } from '../support/tiny-styles';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { Writer } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-styles-'));
const home = join(scratch, 'writer');

let studio: Studio;
let writer: Writer;
async function open(styles: typeof tinyStyles | undefined): Promise<void> {
  const manifest = JSON.parse(readFileSync(join(bundle, 'manifest.json'), 'utf8')) as object;
  writeFileSync(join(scratch, 'bundle', 'manifest.json'), JSON.stringify({ ...manifest, styles }));
  studio = await launchStudio({ home, bundle: join(scratch, 'bundle') });
  writer = new Writer(studio);
  await writer.page.emulateMedia({ reducedMotion: 'reduce' });
  await writer.engineReady();
}
const nameOf = async (testId: string): Promise<string | null> => writer.by(testId).getAttribute('aria-label');

beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  cpSync(bundle, join(scratch, 'bundle'), { recursive: true });
  await open(tinyStyles);
  await writer.by('story-menu').click();
  await writer.page.getByRole('menuitem', { name: 'New story' }).click();
  await writer.page.waitForSelector('[data-testid="empty-state"]');
});
afterAll(async () => {
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

describe(`the drawing style of a story (${shell})`, () => {
  it('is the first that the model knows until another is chosen, with the keyboard alone', async () => {
    expect(await nameOf('style-picker')).toBe('Drawing style: Flat');
    await writer.by('style-picker').focus();
    await writer.page.keyboard.press('Enter');
    const ink = writer.page.getByRole('menuitemradio', { name: 'Ink' });
    await ink.waitFor();
    expect(await writer.page.getByRole('menuitemradio', { checked: true }).innerText()).toBe('Flat');
    await writer.page.keyboard.press('ArrowDown');
    await expect.poll(() => ink.evaluate((item) => item === document.activeElement)).toBe(true);
    await writer.page.keyboard.press('Enter');
    await expect.poll(() => nameOf('style-picker')).toBe('Drawing style: Ink');
    await expect
      .poll(() => writer.by('style-picker').evaluate((button) => button === document.activeElement))
      .toBe(true);
  });

  it('is undone and redone by name', async () => {
    expect(await nameOf('undo')).toBe('Undo change drawing style');
    await writer.by('undo').click();
    expect(await nameOf('style-picker')).toBe('Drawing style: Flat');
    await writer.by('redo').click();
    expect(await nameOf('style-picker')).toBe('Drawing style: Ink');
  });

  it.each(['Light', 'Dark'])('has no serious findings with its menu open, %s', async (theme) => {
    await writer.by('settings').click();
    await writer.by('settings-dialog').getByText(theme, { exact: true }).click();
    await writer.page.waitForSelector(`html[data-theme="${theme.toLowerCase()}"]`);
    await writer.page.keyboard.press('Escape');
    await writer.page.locator('.dialog').waitFor({ state: 'detached' });
    await writer.by('style-picker').click();
    await writer.page.getByRole('menuitemradio').first().waitFor();
    await writer.page.waitForTimeout(300);
    const { violations } = await new AxeBuilder({ page: writer.page }).setLegacyMode(true).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => [id, ...nodes.map(({ target }) => target.join(' '))])).toEqual([]);
    await writer.page.keyboard.press('Escape');
    await writer.page.locator('.popup').waitFor({ state: 'detached' });
  });

  it('is drawn in, and the picture says so', async () => {
    await writer.draw('One night Pip the fox found a lantern by the sea.');
    await writer.illustrated(1);
    await writer.panels().first().hover();
    await writer.panels().first().locator('[data-testid="inspect"]').click();
    await writer.page.waitForSelector('[data-testid="inspector"]');
    expect(await writer.by('inspector').innerText()).toContain('style Ink');
    await writer.page.keyboard.press('Escape');
  });

  it('is still the same after a restart', async () => {
    await writer.saved();
    await studio.close();
    await open(tinyStyles);
    await expect.poll(() => nameOf('style-picker')).toBe('Drawing style: Ink');
  });

  it('is no question with a model that has none to choose from, and the story is drawn all the same', async () => {
    await studio.close();
    await open(undefined);
    expect(await writer.by('style-picker').count()).toBe(0);
    await writer.pressContinue();
    await writer.illustrated(2);
  });
});
