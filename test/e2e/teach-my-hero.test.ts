// A writer teaches the model a hero from four drawings, loses the studio in the middle, goes on where it was, picks a checkpoint and draws
// with it. On a tiny bundle with random weights: it shows that nothing is lost and that the adapter acts, not how well it learns.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Story } from '../../common/domain/story';
import { writeTinyBundle } from '../support/tiny-bundle';
import { launchStudio, shell, type Studio } from './studio-app';
import { Writer } from './writer';

const scratch = mkdtempSync(join(tmpdir(), 'voken-teach-'));
const bundle = join(scratch, 'bundle');
const home = join(scratch, 'writer');
/** Enough to be interrupted twice, also on a fast computer; it ends earlier where nothing gets better any more. */
const STEPS = 400;
const WAIT = { timeout: 120_000, interval: 100 };

let studio: Studio;
let writer: Writer;
async function open(): Promise<void> {
  studio = await launchStudio({ home, bundle });
  writer = new Writer(studio);
  await writer.page.emulateMedia({ reducedMotion: 'reduce' });
  await writer.engineReady();
}
const press = (name: string): Promise<void> => writer.by(name).first().click();
const openTune = async (): Promise<void> => {
  await press('story-menu');
  await press('open-tune');
  await writer.by('tune-dialog').waitFor();
};
const drawing = (n: number): Promise<Buffer> => {
  const circles = [0, 1, 2, 3]
    .map(
      (k) =>
        `<circle cx="${(n * 31 + k * 47) % 60}" cy="${(n * 17 + k * 29) % 60}" r="${6 + ((n + k) % 4) * 4}" fill="hsl(${n * 80 + k * 50} 70% 40%)"/>`,
    )
    .join('');
  return sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64">${circles}</svg>`))
    .png()
    .toBuffer();
};
/** Names of the adapters of the newest picture in any story on the disk. */
const drawnWith = (): readonly string[] => {
  const stories = join(home, 'stories');
  const pictures = readdirSync(stories).flatMap((name) => {
    const story = JSON.parse(readFileSync(join(stories, name, 'story.json'), 'utf8')) as Story;
    return story.panels.flatMap((panel) => panel.pictures);
  });
  return pictures.flatMap(({ generation }) => (generation?.adapters ?? []).map(({ name }) => name));
};

/** What the disk knows of the only run. */
const runOnDisk = (): { step: number; state: string; checkpoints: { step: number }[] } => {
  const runs = join(home, 'data', 'tuning', 'runs');
  const [id] = readdirSync(runs);
  return (JSON.parse(readFileSync(join(runs, id!, 'run.json'), 'utf8')) as { run: ReturnType<typeof runOnDisk> }).run;
};

beforeAll(async () => {
  mkdirSync(home, { recursive: true });
  await writeTinyBundle(bundle);
  for (const n of [1, 2, 3, 4]) writeFileSync(join(scratch, `hero-${n}.png`), await drawing(n));
  writeFileSync(join(scratch, 'broken.png'), 'no picture');
  await open();
});
afterAll(async () => {
  await studio.close().catch(() => undefined);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

describe(`teaching a hero (${shell})`, () => {
  it('leaves single panels of a story out, by keyboard alone, and finds the choice again on the way back', async () => {
    await openTune();
    const count = (): Promise<string> => writer.by('tune-story-count').first().innerText();
    await expect.poll(count, WAIT).toMatch(/^(\d+) of \1 panels$/);
    const all = Number.parseInt(await count(), 10);
    expect(all).toBeGreaterThan(2);
    await writer.by('choose-panels').first().focus();
    await writer.page.keyboard.press('Enter');
    await writer.by('offered-panel').first().waitFor();
    expect(await writer.by('offered-panel').count()).toBe(all);
    // All, None, the first panel, the second one.
    for (const key of ['Tab', 'Tab', 'Tab', 'ArrowRight', 'Space']) await writer.page.keyboard.press(key);
    await expect.poll(count, WAIT).toBe(`${all - 1} of ${all} panels`);
    expect(await writer.by('offered-panel').nth(1).getAttribute('data-taken')).toBeNull();
    const isDrawn = (): Promise<boolean> =>
      writer
        .by('offered-panel')
        .first()
        .locator('img')
        .evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0);
    await expect.poll(isDrawn, WAIT).toBe(true);
    await press('tune-look');
    await expect.poll(() => writer.by('tune-item').count(), WAIT).toBe(all - 1);
    await writer.by('tune-check').getByRole('button', { name: 'Back' }).click();
    await expect.poll(count, WAIT).toBe(`${all - 1} of ${all} panels`);
    await press('choose-panels');
    await press('panels-none');
    expect(await writer.by('tune-look').isDisabled()).toBe(true);
    await press('panels-all');
    await expect.poll(count, WAIT).toBe(`${all} of ${all} panels`);
    await writer.page.keyboard.press('Escape');
  });

  it('looks at four drawings and a broken file, and says what is missing', async () => {
    await openTune();
    const files = ['hero-1', 'hero-2', 'hero-3', 'hero-4', 'broken'].map((name) => join(scratch, `${name}.png`));
    await writer.by('tune-chooser').setInputFiles(files);
    await press('tune-look');
    await writer.by('tune-refusal').waitFor();
    expect(await writer.by('tune-next').isDisabled()).toBe(true);
    expect(await writer.by('tune-item').count()).toBe(5);
    const fields = writer.by('tune-item').locator('textarea');
    expect(await fields.count()).toBe(4); // the broken file takes no words
    for (let n = 0; n < 4; n++) {
      await fields.nth(n).fill(`a fox number ${n + 1}`);
      await fields.nth(n).blur();
    }
    await expect
      .poll(() => writer.by('tune-counts').innerText(), WAIT)
      .toContain('3 pictures to learn from, 1 kept back');
    expect(await writer.by('tune-refusal').count()).toBe(0);
  });

  it('says what it will take before it starts, and learns beside the story', async () => {
    await press('tune-next');
    await writer.by('tune-expert').locator('summary').click();
    await writer.by('tune-steps').fill(String(STEPS));
    await writer.by('tune-name').fill('Nibs');
    await expect.poll(() => writer.by('tune-estimate').count(), WAIT).toBeGreaterThan(0);
    expect(await writer.by('tune-new-words').innerText()).toContain('nobody new'); // a fox is known
    await press('tune-start');
    await writer.by('tune-view').waitFor();
    await expect.poll(() => writer.by('tune-checkpoint').count(), WAIT).toBeGreaterThan(0);
    await writer.by('tune-slider').waitFor(); // before and after, from the same seed
  });

  it('is in the queue with its step, is paused and goes on from there, and is looked at again', async () => {
    await writer.page.keyboard.press('Escape');
    await expect.poll(() => writer.by('tune-dialog').count()).toBe(0);
    expect(await writer.by('queue').innerText()).toBe('1');
    await press('queue');
    const entry = writer.by('queue-tuning');
    await expect.poll(() => entry.innerText(), WAIT).toMatch(/Nibs[^]*Step \d+ of 400 · .* left/);
    await writer.by('queue-pause-tuning').focus();
    await writer.page.keyboard.press('Enter');
    await expect.poll(() => entry.innerText(), WAIT).toMatch(/Paused at step \d+/);
    expect(await writer.by('queue').innerText()).toBe('');
    await writer.page.keyboard.press('Enter'); // the focus is still there
    await expect.poll(() => entry.getAttribute('data-state'), WAIT).toBe('running');
    await press('queue-open-tuning');
    await writer.by('tune-view').waitFor();
    await expect.poll(() => writer.by('queue-tuning').count()).toBe(0); // the popover made way
  });

  it('loses nothing when everything is killed, and goes on at the saved step', async () => {
    const before = runOnDisk();
    studio.kill();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await open();
    await openTune();
    await writer.by('tune-run').first().waitFor();
    expect(await writer.by('tune-run').first().getAttribute('data-state')).toBe('interrupted');
    await writer.by('tune-run').first().locator('button').first().click();
    await press('tune-resume');
    await expect.poll(() => runOnDisk().step, WAIT).toBeGreaterThan(before.checkpoints.at(-1)!.step);
    await press('tune-pause');
    await expect.poll(() => writer.by('tune-progress').getAttribute('data-state'), WAIT).toBe('paused');
    const pausedAt = runOnDisk().step;
    await press('tune-resume');
    await expect.poll(() => writer.by('tune-progress').getAttribute('data-state'), WAIT).toBe('done');
    expect(runOnDisk().step).toBeGreaterThan(pausedAt);
    expect(pausedAt).toBeLessThan(STEPS);
    const steps = runOnDisk().checkpoints.map(({ step }) => step);
    expect(steps.slice(0, before.checkpoints.length)).toEqual(before.checkpoints.map(({ step }) => step));
    expect(steps.length).toBeGreaterThanOrEqual(3);
    expect(steps.at(-1)).toBe(runOnDisk().step);
  });

  it('puts the chosen checkpoint among the styles and draws with it', async () => {
    await writer.by('tune-checkpoint').nth(2).click();
    await writer.by('tune-take-name').fill('Nibs the fox');
    await press('tune-take');
    await writer.by('toast').first().waitFor();
    expect(await writer.by('toast').first().innerText()).toContain('Nibs the fox');
    await writer.page.keyboard.press('Escape');
    await press('adapter-picker');
    await press('choose-adapter');
    await writer.by('adapter-strength').waitFor();
    await writer.page.keyboard.press('Escape');
    await writer.by('composer-input').fill('a fox');
    await writer.page.keyboard.press('Enter');
    await expect.poll(drawnWith, WAIT).toEqual(['Nibs the fox']);
  });
});
