// The built app in both languages, under its own policy (no eval): Chinese is chosen in the settings, the window, its errors and the
// system's menu follow at once, nothing that is open or typed is lost, and the choice is there at the next start.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { Writer } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-languages-'));
const home = join(scratch, 'writer');

let studio: Studio;
let writer: Writer;

const open = async (): Promise<void> => {
  studio = await launchStudio({ home, bundle });
  writer = new Writer(studio);
  await writer.page.waitForSelector('[data-testid="composer-input"]');
};
beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  await open();
});
afterAll(async () => {
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

const lang = (): Promise<string> => writer.page.evaluate(() => document.documentElement.lang);
/** Labels of the application menu, as the system has them. */
const menuLabels = (): Promise<string[]> =>
  studio.app.evaluate(({ Menu }) => {
    const menu = Menu.getApplicationMenu() as { items?: { label?: string }[] } | { label?: string }[] | null;
    const items = Array.isArray(menu) ? menu : (menu?.items ?? []);
    return items.map((item) => item.label ?? '');
  });

describe(`languages (${shell})`, () => {
  it('begins in the language of the system', async () => {
    expect(await lang()).toBe('en');
    expect(await menuLabels()).toContain('Story');
  });

  it('changes to Chinese at once, and keeps what is typed and open', async () => {
    await writer.type('A line that is not sent yet');
    await writer.by('settings').click();
    await writer.by('language').focus();
    await writer.by('language').selectOption('zh');
    await expect.poll(lang).toBe('zh-Hans');
    await expect.poll(() => writer.by('settings-dialog').innerText()).toMatch(/界面语言/);
    expect(await writer.by('language').evaluate((field) => field === document.activeElement)).toBe(true);
    await writer.page.keyboard.press('Escape');
    expect(await writer.by('composer-input').inputValue()).toBe('A line that is not sent yet');
    expect(await writer.by('composer-input').getAttribute('aria-label')).toBe('接下来发生什么？');
    await expect.poll(menuLabels).toEqual(expect.arrayContaining(['故事', '编辑', '视图']));
  });

  it('says plurals, undo steps and reasons of main in Chinese', async () => {
    await writer.type('');
    const before = await writer.panels().count();
    await writer.by('insert-after').last().click();
    await expect.poll(() => writer.panels().count()).toBe(before + 1);
    expect(await writer.by('undo').getAttribute('aria-label')).toBe('撤销：添加画格');
    const broken = join(scratch, 'broken.png');
    writeFileSync(broken, 'no picture at all');
    await writer.drop(broken, writer.by('drop-new').last());
    await expect
      .poll(
        () =>
          writer
            .by('toast')
            .allInnerTexts()
            .then((texts) => texts.join(' ')),
        { timeout: 20_000 },
      )
      .toMatch(/broken\.png 不是可以读取的图片。\s*可以读取 PNG/);
  });

  it('tells whoever writes in Chinese that the model tells in English, and takes the line all the same', async () => {
    await writer.engineReady();
    expect(await writer.by('language-note').innerText()).toBe('');
    await writer.type('从前有一只狐狸。');
    await expect.poll(() => writer.by('language-note').innerText()).toMatch(/用英语讲故事/);
    await writer.type('A fox by the sea.');
    await expect.poll(() => writer.by('language-note').innerText()).toBe('');
    await writer.type('');
  });

  it('is still Chinese after the next start', async () => {
    await writer.saved();
    await studio.close();
    await open();
    await expect.poll(lang).toBe('zh-Hans');
    expect(await menuLabels()).toContain('故事');
    expect(await writer.by('continue').innerText()).toContain('继续写');
  });
});
