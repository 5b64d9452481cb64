// The evening of the crash: the app dies in the middle of a sentence, twice; a panel is lost and found again in a
// snapshot; another program writes into the story; another studio has it open. No word may be lost.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Story } from '../../common/domain/story';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { Writer } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-e2e-'));
const home = join(scratch, 'writer');
let studio: Studio;
let writer: Writer;
let sleeper: ChildProcess | null = null;

const open = async (): Promise<void> => {
  studio = await launchStudio({ home, bundle });
  writer = new Writer(studio);
  await writer.page.waitForSelector('[data-testid="panel"]');
};
const storyFolder = (): string => {
  const stories = join(home, 'stories');
  return join(stories, readdirSync(stories).find((name) => name.endsWith('.vokenstory')) ?? '');
};
const storyOnDisk = (): Story => JSON.parse(readFileSync(join(storyFolder(), 'story.json'), 'utf8')) as Story;
const firstText = async (): Promise<string> => (await writer.panelTexts())[0] ?? '';
const fillFirst = async (text: string): Promise<void> => writer.by('panel-text').first().fill(text);

beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  await open();
}, 120_000);
afterAll(async () => {
  sleeper?.kill('SIGKILL');
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

describe(`the evening of the crash (${shell})`, () => {
  it('the app is killed in the middle of typing, twice: the words are offered, compared and restored', async () => {
    const start = 'The fox had almost reached the lighthouse';
    await fillFirst('');
    await writer.saved();
    await writer.by('panel-text').first().click();
    // Whoever never pauses is not saved yet; only the journal has the words.
    const typing = writer.page.keyboard.type(`${start}${' and the lamp went out'.repeat(20)}`, { delay: 25 });
    typing.catch(() => undefined); // the page dies under it
    const journal = join(storyFolder(), 'journal.ndjson');
    await expect
      .poll(() => existsSync(journal) && readFileSync(journal, 'utf8').includes(start), {
        timeout: 10_000,
        interval: 20,
      })
      .toBe(true);
    studio.kill();
    expect(storyOnDisk().panels[0]?.text).not.toContain(start);
    await open();
    await writer.by('recovery-restore').waitFor();
    studio.kill(); // again, before the writer has decided
    await open();
    await writer.by('recovery-compare').click();
    await writer.by('comparison-row').first().waitFor();
    await writer.page.keyboard.press('Escape');
    await writer.by('recovery-restore').click();
    await expect.poll(firstText).toContain(start);
    await expect.poll(() => storyOnDisk().panels[0]?.text, { timeout: 10_000 }).toContain(start);
    await expect.poll(() => readdirSync(join(storyFolder(), 'history'))).not.toContain('recovered.json');
    await fillFirst(`${start}.`);
    await writer.saved();
  }, 120_000);

  it('a named snapshot brings one panel back, in one step that can be undone', async () => {
    const before = await firstText();
    await writer.by('story-menu').click();
    await writer.page.getByRole('menuitem', { name: 'History and snapshots' }).click();
    await writer.by('snapshot-name').fill('Before the storm');
    await writer.by('save-snapshot').click();
    await writer.page.getByRole('button', { name: /Before the storm/ }).waitFor();
    await writer.page.keyboard.press('Escape');
    await fillFirst('Everything is different now.');
    await writer.saved();
    await writer.by('story-menu').click();
    await writer.page.getByRole('menuitem', { name: 'History and snapshots' }).click();
    await writer.page.getByRole('button', { name: /Before the storm/ }).click();
    await writer.by('restore-panel').first().click();
    await writer.by('comparison-same').waitFor();
    await writer.page.keyboard.press('Escape');
    expect(await firstText()).toBe(before);
    await writer.by('undo').click();
    expect(await firstText()).toBe('Everything is different now.');
    await writer.by('redo').click();
    expect(await firstText()).toBe(before);
    await writer.saved();
  }, 60_000);

  it('another program writes into the story: nothing is overwritten until the writer has chosen', async () => {
    const theirs = storyOnDisk();
    theirs.panels[0]!.text = 'Written by a script.';
    writeFileSync(join(storyFolder(), 'story.json'), JSON.stringify(theirs));
    await writer.by('outside').waitFor({ timeout: 10_000 });
    await fillFirst('Mine, typed meanwhile.');
    await writer.page.waitForSelector('[data-testid="save-status"][data-state="failed"]', { timeout: 15_000 });
    expect(storyOnDisk().panels[0]?.text).toBe('Written by a script.');
    await writer.by('compare-theirs').click();
    await writer.by('comparison-row').first().waitFor();
    await writer.by('outside-keep-mine').click();
    await writer.saved();
    expect(storyOnDisk().panels[0]?.text).toBe('Mine, typed meanwhile.');
    await expect.poll(() => writer.by('outside').count()).toBe(0);

    const again = storyOnDisk();
    again.panels[0]!.text = 'A second script.';
    writeFileSync(join(storyFolder(), 'story.json'), JSON.stringify(again));
    await writer.by('load-theirs').click({ timeout: 10_000 });
    await expect.poll(firstText).toBe('A second script.');
    await writer.saved();
    await writer.by('undo').click();
    expect(await firstText()).toBe('Mine, typed meanwhile.');
    await writer.saved();
  }, 90_000);

  it('another studio has the story open: it is read, and opened for writing only when asked', async () => {
    await studio.close();
    expect(existsSync(join(storyFolder(), '.lock'))).toBe(false);
    sleeper = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 300000)'], { stdio: 'ignore' });
    const lock = { host: hostname(), pid: sleeper.pid, instance: 'another', at: new Date().toISOString() };
    writeFileSync(join(storyFolder(), '.lock'), JSON.stringify(lock));
    await open();
    await writer.by('read-only').waitFor();
    expect(await writer.by('read-only').innerText()).toContain('Another Voken Studio');
    await writer.by('open-anyway').click();
    await expect.poll(() => writer.by('read-only').count()).toBe(0);
    await fillFirst('Mine again.');
    await writer.saved();
    expect(storyOnDisk().panels[0]?.text).toBe('Mine again.');
  }, 90_000);
});
