// A day of much work: several drawings wait and are put in order, stopped one by one and all together; the story is switched while one is
// drawn; the app dies with work waiting; the engine dies again and again. Work is held by stopping the engine's process, so that no
// machine is too fast for it.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Story } from '../../common/domain/story';
import { launchStudio, projectRoot, shell, type Studio } from './studio-app';
import { GENERATION_LIMIT_MS, Writer } from './writer';

const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
const scratch = mkdtempSync(join(tmpdir(), 'voken-queue-'));
const home = join(scratch, 'writer');
const lines = ['fox', 'bear', 'owl', 'rabbit'].map((who) => `The ${who} held a lantern by the sea at night.`);

let studio: Studio;
let writer: Writer;
let held: number | null = null;

const open = async (): Promise<void> => {
  studio = await launchStudio({ home, bundle });
  writer = new Writer(studio);
  await writer.page.waitForSelector('[data-testid="composer-input"]');
};
const holdEngine = (): void => {
  held = writer.enginePid();
  process.kill(held, 'SIGSTOP');
};
const letEngineGo = (): void => {
  if (held !== null) process.kill(held, 'SIGCONT');
  held = null;
};
const newStory = async (title: string): Promise<void> => {
  await writer.by('story-menu').click();
  await writer.page.getByRole('menuitem', { name: 'New story' }).click();
  await writer.page.waitForSelector('[data-testid="empty-state"]');
  await writer.by('story-title').fill(title);
};
const storyCalled = (title: string): Story => {
  const stories = join(home, 'stories');
  const files = readdirSync(stories)
    .filter((name) => name.endsWith('.vokenstory'))
    .map((name) => JSON.parse(readFileSync(join(stories, name, 'story.json'), 'utf8')) as Story);
  return files.find((story) => story.title === title)!;
};
const openQueue = async (): Promise<void> => {
  if ((await writer.page.getByRole('dialog', { name: 'Queue' }).count()) === 0) await writer.by('queue').click();
};
const closeQueue = async (): Promise<void> => {
  await writer.page.keyboard.press('Escape');
  await writer.page.getByRole('dialog', { name: 'Queue' }).waitFor({ state: 'detached' });
};
const items = (): Locator => writer.by('queue-list').locator('[data-testid="queue-item"]');
/** What stands in the queue, in its order: panel and state of each. */
const queued = (): Promise<string[]> =>
  items().evaluateAll((all) =>
    all.map(
      (item) => `${/Panel \d/.exec(item.textContent)?.[0] ?? '?'} ${(item as HTMLElement).dataset['state'] ?? ''}`,
    ),
  );
const announced = (): Promise<string> => writer.by('announcer').innerText();
const isDrawn = async (): Promise<boolean[]> => (await writer.pictures()).map((picture) => picture !== null);

beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  await open();
  await writer.engineReady();
}, 120_000);
afterAll(async () => {
  letEngineGo();
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

describe(`a day of much work (${shell})`, () => {
  it('four drawings wait: one is put first with the keys, one is stopped, and they are drawn in that order', async () => {
    await newStory('Much work');
    holdEngine();
    for (const line of lines) await writer.draw(line);
    await openQueue();
    await expect.poll(queued).toEqual(['Panel 1 running', 'Panel 2 queued', 'Panel 3 queued', 'Panel 4 queued']);
    const dialog = writer.page.getByRole('dialog', { name: 'Queue' });
    await dialog.getByRole('button', { name: 'Move: A picture · Panel 4, number 3 in line' }).focus();
    await writer.page.keyboard.press('ArrowUp');
    await expect.poll(announced).toMatch(/A picture · Panel 4 is now number 2 in line/);
    await expect
      .poll(() => writer.page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toMatch(/Panel 4/);
    await writer.page.keyboard.press('ArrowUp'); // the focus went with it
    await expect.poll(announced).toMatch(/A picture · Panel 4 is now number 1 in line/);
    await dialog.getByRole('button', { name: 'Stop: A picture · Panel 2' }).click();
    await expect.poll(queued).toEqual(['Panel 1 running', 'Panel 4 queued', 'Panel 3 queued']);
    await closeQueue();
    // In which order the pictures come in.
    await writer.page.evaluate(() => {
      const order: number[] = [];
      Object.assign(window, { order });
      const look = (): void => {
        const panels = [...document.querySelectorAll('[data-testid="panel"]')];
        for (const [index, panel] of panels.entries())
          if (panel.querySelector('img[src^="story-asset"]') !== null && !order.includes(index + 1))
            order.push(index + 1);
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    letEngineGo();
    await expect.poll(isDrawn, { timeout: GENERATION_LIMIT_MS }).toEqual([true, false, true, true]);
    expect(await writer.page.evaluate(() => (window as unknown as { order: number[] }).order)).toEqual([1, 4, 3]);
    expect(await writer.panelTexts()).toEqual(lines);
  }, 180_000);

  it('all of it is stopped at once, after a question; "Stopping…" stays until it has stopped', async () => {
    const before = await writer.pictures();
    holdEngine();
    for (const index of [0, 1, 2, 3]) {
      await writer.panels().nth(index).hover();
      await writer.panels().nth(index).locator('[data-testid="retry-picture"]').click();
    }
    await openQueue();
    await expect.poll(() => items().count()).toBe(4);
    await writer.by('stop-all').click();
    await writer.page.getByRole('group', { name: 'Stop all 4?' }).getByRole('button', { name: 'Stop all' }).click();
    await expect.poll(queued).toEqual(['Panel 1 stopping']);
    await items().getByText('Stopping…').first().waitFor();
    await writer.page.waitForTimeout(500);
    expect(await queued()).toEqual(['Panel 1 stopping']);
    letEngineGo();
    await expect.poll(() => items().count(), { timeout: 30_000 }).toBe(0);
    await closeQueue();
    expect(await writer.pictures()).toEqual(before);
    await expect.poll(() => writer.by('run-progress').count()).toBe(0);
  }, 90_000);

  it('a picture that is drawn while another story is open comes into the panel that asked', async () => {
    const before = await writer.pictures();
    holdEngine();
    await writer.panels().nth(1).locator('[data-testid="draw-picture"]').click();
    await newStory('Another one');
    await writer.by('panel-text').or(writer.by('composer-input')).last().fill('Nothing is drawn here.');
    await openQueue();
    await expect.poll(() => items().first().innerText()).toContain('in “Much work”');
    await closeQueue();
    letEngineGo();
    await expect
      .poll(() => storyCalled('Much work').panels[1]?.pictures.length, { timeout: GENERATION_LIMIT_MS })
      .toBe(1);
    expect(await isDrawn()).toEqual([]);
    await writer.by('story-menu').click();
    await writer.page.getByRole('menuitem', { name: 'Much work' }).click();
    await expect.poll(isDrawn).toEqual([true, true, true, true]);
    const now = await writer.pictures();
    expect([now[0], now[2], now[3]]).toEqual([before[0], before[2], before[3]]);
    await writer.saved();
  }, 120_000);

  it('the app dies with work waiting: it is offered again, starts only when asked, and is drawn then', async () => {
    holdEngine();
    await writer.draw('A kite flew over the beach.');
    await writer.draw('The owl slept in the forest.');
    await openQueue();
    await expect.poll(queued).toEqual(['Panel 5 running', 'Panel 6 queued']);
    await writer.saved();
    studio.kill();
    process.kill(held!, 'SIGKILL'); // a stopped process does not notice that its parent is gone
    held = null;
    await open();
    await writer.by('parked').waitFor();
    expect(await writer.by('parked').innerText()).toMatch(/2 tasks wait from last time/);
    await writer.engineReady();
    await writer.page.waitForTimeout(1500);
    expect((await isDrawn()).slice(4)).toEqual([false, false]); // nothing starts by itself
    await writer.by('parked-resume').click();
    await expect.poll(isDrawn, { timeout: GENERATION_LIMIT_MS }).toEqual(Array(6).fill(true));
    await expect.poll(() => writer.by('parked').count()).toBe(0);
    await writer.saved();
    expect(storyCalled('Much work').panels.map(({ pictures }) => pictures.length)).toEqual([1, 1, 1, 1, 1, 1]);
  }, 180_000);

  it('the engine dies three times: it comes back later each time, then says so and offers safe mode, which draws', async () => {
    const started = (old: number): boolean => {
      try {
        return writer.enginePid() !== old;
      } catch {
        return false; // there is none at the moment
      }
    };
    const waits: number[] = [];
    for (const round of [1, 2]) {
      await writer.engineReady();
      const pid = writer.enginePid();
      const at = Date.now();
      process.kill(pid, 'SIGKILL');
      await writer.by('engine-restarting').waitFor();
      await expect.poll(() => started(pid), { timeout: 20_000, interval: 20 }).toBe(true);
      waits.push(Date.now() - at);
      expect(waits[round - 1]).toBeGreaterThanOrEqual(500 * 2 ** (round - 1) - 20);
    }
    await writer.engineReady();
    process.kill(writer.enginePid(), 'SIGKILL');
    await writer.by('engine-failed').waitFor();
    console.log(`engine back after ${waits.join(' ms and ')} ms, then given up`);
    const banner = await writer.by('engine-failed').innerText();
    expect(banner).toMatch(
      /The engine is not running, after \d tr(y|ies)\..*Your story is safe\. Safe mode is slower/s,
    );
    expect(await writer.by('engine-status').innerText()).toBe('Model not running');
    // Meanwhile the writer writes.
    await writer.by('panel-text').first().fill('Written while the engine was down.');
    await writer.saved();
    expect(storyCalled('Much work').panels[0]?.text).toBe('Written while the engine was down.');

    await writer.by('safe-mode').click();
    await writer.engineReady();
    await expect.poll(() => writer.by('engine-status').innerText()).toBe('Safe mode');
    const [before] = await writer.pictures();
    await writer.panels().first().hover();
    await writer.panels().first().locator('[data-testid="retry-picture"]').click();
    const first = async (): Promise<string | null | undefined> => (await writer.pictures())[0];
    await expect.poll(first, { timeout: GENERATION_LIMIT_MS }).not.toBe(before);
    await writer.by('settings').click();
    expect(await writer.by('runs-on').innerText()).toBe('Processor (CPU), in safe mode');
    await writer.by('settings-dialog').getByRole('button', { name: 'Leave safe mode' }).click();
    await expect.poll(() => writer.by('runs-on').innerText(), { timeout: 30_000 }).toBe('Processor (CPU)');
    await writer.page.keyboard.press('Escape');
    await writer.engineReady();
  }, 180_000);

  it('devices have names, a measured test, and the one that works is the one that is named', async () => {
    await writer.by('settings').click();
    const cpu = writer.by('device-cpu');
    await cpu.waitFor();
    expect(await cpu.innerText()).toMatch(/Processor \(CPU\)\s.*\d GB free\. Not tested yet\./s);
    await cpu.getByRole('button', { name: 'Test Processor (CPU)' }).click();
    await expect
      .poll(() => cpu.innerText(), { timeout: 60_000 })
      .toMatch(/Works: [\d.,]+ ms for the test network, [\d.,]+ GFLOP\/s\. [\d.]+ GB free\./);
    expect(await cpu.getByRole('radio').isChecked()).toBe(true);
    const card = writer.by('device-webgpu');
    expect(await card.innerText()).toContain('Graphics card (WebGPU)');
    await card.getByRole('button', { name: 'Test Graphics card (WebGPU)' }).click();
    await expect
      .poll(() => card.innerText(), { timeout: 120_000 })
      .toMatch(/Works: [\d.,]+ ms for the test network|Cannot be used: \S.+\./);
    const works = (await card.innerText()).includes('Works:');
    console.log(`the graphics card: ${works ? 'works' : 'cannot be used'}`);
    expect(await card.getByRole('radio').isDisabled()).toBe(!works);
    expect(await writer.by('runs-on').innerText()).toBe('Processor (CPU)');
    await writer.page.keyboard.press('Escape');
  }, 240_000);
});
