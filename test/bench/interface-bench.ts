// How fast the interface is with a book of 500 panels: the built app, driven as the end-to-end tests drive it, timed by its own clock and
// by Chromium's trace. Run by `npm run bench`; alone: `npx tsx test/bench/interface-bench.ts --runs 3`. One JSON value on stdout.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { figureFrom, type Figure, type Unit } from '../../main/evaluation/bench/figure';
import { launchStudio, projectRoot, shell, type Studio } from '../e2e/studio-app';
import { writeLongBook } from '../support/long-book';
import { droppedShare, percentile, type Task, type Trace, traced, workPerFrame } from './main-thread-trace';

const PANELS = 500;
const FIRST = '.panel[data-panel-id="panel-1"] textarea';
const MIDDLE = '.panel[data-panel-id="panel-250"]';
const samples = new Map<string, { readonly unit: Unit; readonly values: number[] }>();
const note = (name: string, unit: Unit, value: number): void => {
  const known = samples.get(name) ?? { unit, values: [] };
  known.values.push(value);
  samples.set(name, known);
};
const say = (what: string): void => void process.stderr.write(`Measuring the interface: ${what}\n`);

/** Waits in the page itself, frame by frame: asking from outside would be part of the figure. Answers when it was there, page clock. */
const whenThere = (page: Page, selector: string): Promise<number> =>
  page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          const element = document.querySelector<HTMLElement>(wanted);
          if (element === null) requestAnimationFrame(look);
          else requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
        };
        look();
      }),
    selector,
  );

const toMiddle = async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+f');
  await page.locator('[data-testid="find-field"]').fill('page 250.');
  await page.locator(MIDDLE).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('End');
};

/** Resident size of the page's process: the largest renderer among the app's descendants. */
function rendererBytes(studio: Studio): number {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,rss=,args='], { encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .flatMap((line) => {
      const [, pid, parent, rss, args] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return pid === undefined
        ? []
        : [{ pid: Number(pid), parent: Number(parent), kib: Number(rss), args: args ?? '' }];
    });
  const family = new Set([studio.app.process().pid]);
  for (let grew = true; grew;) {
    const { size } = family;
    for (const { pid, parent } of rows) if (family.has(parent)) family.add(pid);
    grew = family.size > size;
  }
  const renderers = rows.filter(({ pid, args }) => family.has(pid) && args.includes('--type=renderer'));
  return Math.max(...renderers.map(({ kib }) => kib * 1024));
}

function noteFrames(what: string, trace: Trace): void {
  const p95 = (of: (task: Task) => number): number => percentile(workPerFrame(trace, of), 0.95);
  note(
    `${what}: main-thread work a frame, 95th percentile`,
    'ms',
    p95(({ ms }) => ms),
  );
  note(
    `${what}: of it on the processor`,
    'ms',
    p95(({ cpuMs }) => cpuMs),
  );
}

const processorMs = ({ tasks }: Trace): number => tasks.reduce((sum, { cpuMs }) => sum + cpuMs, 0);

/** A key that writes nothing, then `key` if there is one, then as long as a save takes. */
async function tracedStretch(page: Page, key: string | null): Promise<Trace> {
  const { trace } = await traced(page, async () => {
    await page.keyboard.press('Shift');
    await page.waitForTimeout(300);
    if (key !== null) await page.keyboard.type(key);
    await page.waitForTimeout(2500);
  });
  return trace;
}

async function measureOnce(run: number): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'voken-bench-'));
  const home = join(scratch, 'writer');
  writeLongBook(home, PANELS, false);
  const bundle = join(projectRoot, 'native-models/miniature/bundle');
  let studio: Studio | null = null;
  try {
    say(`run ${run + 1}, starting`);
    const launched = Date.now();
    studio = await launchStudio({ home, bundle });
    const { page } = studio;
    await page.waitForSelector('[data-testid="composer-input"]');
    note('window interactive after the launch', 'ms', Date.now() - launched);
    await page.evaluate('globalThis.__name = (value) => value'); // tsx names functions, also those that are sent to the page
    await page.waitForSelector('[data-testid="engine-status"][data-state="ready"]', { timeout: 60_000 });

    say(`run ${run + 1}, opening ${PANELS} panels`);
    await page.locator('[data-testid="story-menu"]').click();
    const item = page.getByRole('menuitem', { name: 'The Long Book' });
    await item.waitFor();
    const clicked = await item.evaluate((element) => {
      const at = performance.timeOrigin + performance.now();
      (element as HTMLElement).click();
      return at;
    });
    note(`open ${PANELS} panels until the first can be written in`, 'ms', (await whenThere(page, FIRST)) - clicked);
    await page.waitForTimeout(1500);

    say(`run ${run + 1}, scrolling`);
    const scrolled = await traced(page, () => page.evaluate(scrollFor, 6000));
    noteFrames('scrolling', scrolled.trace);
    note('scrolling: dropped frames', 'ratio', droppedShare(scrolled.value));

    say(`run ${run + 1}, typing`);
    await toMiddle(page);
    await page.waitForTimeout(500);
    const words = ' and then the whole harbour woke, lamp by lamp';
    const typed = await traced(page, () => page.keyboard.type(words, { delay: 60 }));
    noteFrames('typing', typed.trace);
    await page.waitForSelector('[data-testid="save-status"][data-state="saved"]', { timeout: 20_000 });
    await page.waitForTimeout(4000); // the picture follows; let it

    say(`run ${run + 1}, one edit and its save`);
    // What the edit adds: a stretch without one, of the same length, has the caret's blinking and what the trace costs at its first key.
    // Both wait without looking: a look from outside would be work of the same thread.
    const still = await tracedStretch(page, null);
    const edit = await tracedStretch(page, '.');
    await page.waitForSelector('[data-testid="save-status"][data-state="saved"]', { timeout: 20_000 });
    note(
      'one autosaved edit: added on the processor in the window, from the key to the save',
      'ms',
      processorMs(edit) - processorMs(still),
    );
    note('one autosaved edit: its longest task in the window', 'ms', Math.max(0, ...edit.tasks.map(({ ms }) => ms)));
    note('renderer memory', 'bytes', rendererBytes(studio));

    say(`run ${run + 1}, an edit and its picture`);
    await page.waitForTimeout(3000);
    const before = await page.locator(`${MIDDLE} .panel-image`).getAttribute('src');
    const edited = page.evaluate(pictureAfter, { selector: `${MIDDLE} .panel-image:not([data-preview])`, before });
    const start = Date.now();
    await page.locator(`${MIDDLE} textarea`).fill('A fox stood in the snow at night with a lantern.');
    const arrived = await edited;
    if (arrived !== null) note('edit to new picture', 'ms', arrived - start);
  } finally {
    await studio?.close().catch(() => undefined);
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** In the page: scrolls as a hand does, some 2,400 px a second, and answers the time of each frame. */
function scrollFor(ms: number): Promise<number[]> {
  return new Promise((resolve) => {
    const board = document.querySelector('[data-testid="board"]');
    const times: number[] = [];
    const frame = (now: number): void => {
      times.push(now);
      if (board !== null) board.scrollTop += 40;
      if (now - (times[0] ?? now) < ms) requestAnimationFrame(frame);
      else resolve(times);
    };
    requestAnimationFrame(frame);
  });
}

/** In the page: when another picture than `before` has been loaded; null after 15 s. */
function pictureAfter(wanted: { readonly selector: string; readonly before: string | null }): Promise<number | null> {
  return new Promise((resolve) => {
    const end = performance.now() + 15_000;
    const look = (): void => {
      const image = document.querySelector<HTMLImageElement>(wanted.selector);
      const src = image?.getAttribute('src') ?? null;
      if (image !== null && src !== null && src !== wanted.before && image.complete && image.naturalWidth > 0) {
        resolve(performance.timeOrigin + performance.now());
      } else if (performance.now() > end) resolve(null);
      else requestAnimationFrame(look);
    };
    look();
  });
}

async function main(): Promise<void> {
  const { values: flags } = parseArgs({ options: { runs: { type: 'string', default: '3' } } });
  for (let run = 0; run < Math.max(1, Number(flags.runs)); run++) await measureOnce(run);
  const figures: Figure[] = [...samples].map(([name, { unit, values }]) => figureFrom(name, unit, values));
  process.stdout.write(`${JSON.stringify({ shell, figures })}\n`);
}

main().catch((thrown: unknown) => {
  console.error(thrown);
  process.exitCode = 1;
});
