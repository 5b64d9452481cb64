// The writer's own styles in the built app, on the built-in bundle: imported from a folder, chosen with a strength, drawn with, undone,
// exported and deleted; a bad one is refused in its own words. What an adapter does to the numbers is test/pipeline.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storySchema, type Story } from '../../common/domain/story';
import { writeTinyAdapter } from '../support/tiny-adapter';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { Writer } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-own-styles-'));
const home = join(scratch, 'writer');

let studio: Studio;
let writer: Writer;
const openDialogAnswers = (...filePaths: readonly string[]): Promise<void> =>
  studio.app.evaluate(({ dialog }, paths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...paths] });
  }, filePaths);
const picker = (): Promise<string | null> => writer.by('adapter-picker').getAttribute('aria-label');

function savedStory(): Story {
  const find = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return find(path);
      return entry.name === 'story.json' && !path.includes('history') ? [path] : [];
    });
  const stories = find(home).map((path) => storySchema.parse(JSON.parse(readFileSync(path, 'utf8'))));
  return stories.find(({ title }) => title === 'Untitled story')!;
}

beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  await writeTinyAdapter(join(scratch, 'hero'), bundle, {
    voice: ['q_proj', 'v_proj'],
    look: ['to_q', 'to_v'],
    vokens: true,
    mapper: true,
    words: ['heron'],
    size: 0.02,
    card: { name: 'Nell the heron' },
  });
  await writeTinyAdapter(join(scratch, 'foreign'), bundle, {
    card: { bundle: { name: 'forest-7b', digest: 'f'.repeat(64) } },
  });
  studio = await launchStudio({ home, bundle });
  writer = new Writer(studio);
  await writer.page.emulateMedia({ reducedMotion: 'reduce' });
  await writer.engineReady();
  await writer.by('story-menu').click();
  await writer.page.getByRole('menuitem', { name: 'New story' }).click();
  await writer.page.waitForSelector('[data-testid="empty-state"]');
});
afterAll(async () => {
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

describe(`the writer's own styles (${shell})`, () => {
  it('are imported after they are proved, and a bad one is refused in its own words', async () => {
    await writer.by('adapter-picker').click();
    await writer.by('manage-adapters').click();
    await openDialogAnswers(join(scratch, 'foreign'));
    await writer.by('import-adapter-folder').click();
    await writer.page.getByText('was made for the bundle forest-7b (ffffffff), not for').first().waitFor();
    expect(await writer.by('kept-adapter').count()).toBe(0);
    await openDialogAnswers(join(scratch, 'hero'));
    await writer.by('import-adapter-folder').click();
    await writer.by('kept-adapter').waitFor();
    await writer.by('adapter-name').fill('My Nell');
    await writer.by('adapter-name').press('Enter');
    await expect.poll(() => writer.by('adapter-name').getAttribute('aria-label')).toBe('Name of My Nell');
    await writer.page.keyboard.press('Escape');
  });

  it('are chosen with a strength, each change a step of the story', async () => {
    await writer.by('adapter-picker').click();
    await writer.by('choose-adapter').check();
    await writer.by('adapter-strength').focus();
    for (let i = 0; i < 4; i++) await writer.page.keyboard.press('ArrowLeft');
    await expect.poll(() => writer.by('adapter-strength').getAttribute('aria-valuetext')).toBe('80%');
    await writer.page.keyboard.press('Escape');
    expect(await picker()).toBe('Your own styles: 1');
    await writer.by('undo').click(); // the way of the slider
    await writer.by('undo').click();
    expect(await picker()).toBe('Your own styles: none');
    await writer.by('redo').click();
    await writer.by('redo').click();
    expect(await picker()).toBe('Your own styles: 1');
  });

  it('bring words of their own, which count as known while they are chosen', async () => {
    const marked = (): Promise<string[]> => writer.page.locator('.composer .word-mark').allInnerTexts();
    await writer.by('composer-input').fill('Two herons met a tiger by the sea.');
    await expect.poll(marked).toEqual(['tiger']);
    expect(await writer.by('unknown-words').allInnerTexts()).toEqual([expect.not.stringContaining('heron')]);
    for (let i = 0; i < 2; i++) await writer.by('undo').click();
    await expect.poll(marked).toEqual(['herons', 'tiger']);
    for (let i = 0; i < 2; i++) await writer.by('redo').click();
    await expect.poll(marked).toEqual(['tiger']);
    await writer.by('adapter-picker').click();
    await writer.page.getByText('Knows: heron').waitFor();
    await writer.page.keyboard.press('Escape');
  });

  it('draw the next panel, which says so', async () => {
    await writer.by('composer-input').fill('One night a heron found a lantern by the sea.');
    await writer.by('draw-line').click();
    const made = (): Story['panels'][number]['pictures'] => savedStory().panels.flatMap(({ pictures }) => pictures);
    await expect.poll(() => made().length, { timeout: 60_000 }).toBe(1);
    expect(made()[0]!.generation!.adapters).toMatchObject([{ name: 'My Nell', strength: 0.8 }]);
    expect(savedStory().adapters).toMatchObject([{ strength: 0.8 }]);
  });

  it('tell where they are used before they are deleted; a story that still asks for one says so', async () => {
    await writer.by('adapter-picker').click();
    await writer.by('manage-adapters').click();
    await writer.by('delete-adapter').click();
    await writer.page.getByText('Used in “Untitled story”.').waitFor();
    await writer.by('confirm-delete-adapter').click();
    await expect.poll(() => writer.by('kept-adapter').count()).toBe(0);
    await writer.page.keyboard.press('Escape');
    await writer.by('adapter-picker').click();
    await writer.by('missing-adapter').waitFor();
    await writer.page.keyboard.press('Escape');
    await writer.by('composer-input').fill('She took it home.');
    await writer.by('draw-line').click();
    await writer.page.getByText('no longer in the library').first().waitFor();
  });

  it('begin with an example that ships with the studio, chosen at once where it was asked for', async () => {
    await writer.by('story-menu').click();
    await writer.page.getByRole('menuitem', { name: 'New story' }).click();
    await writer.page.waitForSelector('[data-testid="empty-state"]');
    await writer.by('adapter-picker').click();
    await writer.by('add-example-adapter').click();
    await writer.by('adapter-strength').waitFor();
    expect(await writer.by('choose-adapter').isChecked()).toBe(true);
    expect(await writer.by('add-example-adapter').count()).toBe(0);
    await writer.page.keyboard.press('Escape');
    await writer.by('composer-input').fill('A little tiger called Tara stood on a grassy hill.');
    await writer.by('draw-line').click();
    const image = writer.page.locator('.panel-image:not([data-preview])');
    await image.waitFor({ timeout: 60_000 });
    expect(await picker()).toBe('Your own styles: 1');
  });
});
