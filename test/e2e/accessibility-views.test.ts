// axe on every view and dialog, in both themes, both languages and at 200 % zoom; then what axe cannot see: that nothing moves for those
// who ask for stillness, that nothing is cut off at 200 %, and that the focus is never lost. The page is the real one over the studio
// in memory, so that rare states (a full disk, a crashed engine) are one line too. A new view is one line of the table of scenes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedBrowser } from '../../main/cli/installed-browser';
import { id, inPanel, press } from '../support/renderer-preview/scene-acts';
import { openScene, scenes } from '../support/renderer-preview/scenes';
import { servePreview, type PreviewServer } from '../support/renderer-preview/serve-preview';
import { axeFindings } from './axe-findings';
import { focusStops } from './focus-stops';

/** Every view is opened in both, so that each theme, language and size is seen; contrasts are read in both themes at full size. */
const ways = [
  { name: 'English', query: 'theme=light&lang=en', zoom: 1 },
  { name: 'Chinese, 200 %', query: 'theme=dark&lang=zh', zoom: 2 },
] as const;

const scratch = mkdtempSync(join(tmpdir(), 'voken-views-'));
let server: PreviewServer;
let browser: Browser;

beforeAll(async () => {
  const executablePath = installedBrowser({ platform: process.platform, environment: process.env });
  if (executablePath === undefined) throw new Error('No Chrome, Edge or Chromium is installed.');
  server = await servePreview(join(scratch, 'preview'));
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
});
afterAll(async () => {
  await browser.close().catch(() => undefined);
  server.close();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

/** A window of 1280 x 860 pixels; zoomed, the page has half as many of its own. */
const openPage = async (zoom: number): Promise<Page> => {
  const page = await browser.newPage({
    viewport: { width: 1280 / zoom, height: 860 / zoom },
    deviceScaleFactor: zoom,
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(15_000);
  return page;
};
describe.each(ways)('every view ($name)', ({ query, zoom }) => {
  let page: Page;
  beforeAll(async () => {
    page = await openPage(zoom);
  });
  afterAll(() => page.close());

  for (const scene of scenes)
    it(`has no findings in ${scene.title}, and shows all of it`, async () => {
      await openScene(page, `${server.url}?${query}`, scene);
      await page.waitForTimeout(50);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(query.includes('zh') ? 'zh-Hans' : 'en');
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate(cutOff), 'reaches beyond the window, where no scrolling leads').toEqual([]);
      if (zoom > 1) return;
      await page.evaluate(() => (document.documentElement.dataset['theme'] = 'dark'));
      await page.waitForTimeout(50);
      expect(await axeFindings(page, ['color-contrast'])).toEqual([]);
    });
});

/** Controls and words that lie outside of the window sideways: nothing scrolls there. Runs in the page. */
function cutOff(): string[] {
  const isScrolledInto = (element: Element): boolean => {
    for (let at = element.parentElement; at !== null; at = at.parentElement) {
      const { overflowX } = getComputedStyle(at);
      if ((overflowX === 'auto' || overflowX === 'scroll') && at.scrollWidth > at.clientWidth) return true;
    }
    return false;
  };
  return [...document.querySelectorAll('button, input, textarea, select, h1, h2, h3, p, strong')]
    .filter((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .filter((element) => element.closest('.visually-hidden, [hidden], [data-book-page]') === null)
    .filter((element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 0 && (left < -1 || right > innerWidth + 1) && !isScrolledInto(element);
    })
    .map((element) => `${element.tagName} ${element.className} ${element.textContent.slice(0, 30)}`);
}

describe('for those who ask for less motion', () => {
  it('nothing is animated while a panel is made, and the page jumps instead of gliding', async () => {
    const page = await openPage(1);
    await page.goto(`${server.url}?story=sample&slow`);
    await page.waitForSelector(id('board'));
    await page.evaluate(() => {
      const asked: unknown[] = [];
      Object.assign(window, { asked });
      Element.prototype.scrollIntoView = (how) => void asked.push(how);
    });
    await press('continue', id('ghost-panel'))(page);
    await page.waitForTimeout(700);
    const { moving, asked } = await page.evaluate(() => ({
      moving: document
        .getAnimations()
        .filter(
          ({ playState, effect }) => playState === 'running' && Number(effect?.getComputedTiming().activeDuration) > 20,
        )
        .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : 'transition')),
      asked: (window as unknown as { asked: ScrollIntoViewOptions[] }).asked,
    }));
    expect(moving).toEqual([]);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((how) => how.behavior === 'smooth')).toEqual([]);
    await page.close();
  });
});

describe('with the keyboard alone', () => {
  it.each(['view-outline', 'view-page', 'view-reader'])(
    'reaches everything behind %s, and shows where it is',
    async (view) => {
      const page = await openPage(1);
      await page.goto(`${server.url}?story=sample`);
      await page.waitForSelector(id('board'));
      await page.locator(id(view)).click();
      await page.waitForTimeout(300);
      const { stops, missed } = await focusStops(page);
      expect(missed).toEqual([]);
      expect(stops.length).toBeGreaterThan(8);
      expect(stops.filter((stop) => !stop.looksDifferent || !stop.inView).map(({ name }) => name)).toEqual([]);
      await page.close();
    },
  );

  /** What has the focus; `body` means that it is lost. */
  const focused = (page: Page): Promise<string> =>
    page.evaluate(() => {
      const { activeElement: element } = document;
      return element?.getAttribute('data-testid') ?? element?.tagName.toLowerCase() ?? 'body';
    });

  it('keeps the focus when a panel is deleted, the first, one in the middle and the last', async () => {
    const page = await openPage(1);
    await page.goto(`${server.url}?story=sample`);
    await page.waitForSelector(id('board'));
    for (const place of [1, 0, 1, 0]) {
      const count = await page.locator(id('panel')).count();
      await page.locator(id('panel')).nth(place).locator(id('delete-panel')).focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator(id('panel')).count()).toBe(count - 1);
      await expect.poll(() => focused(page)).not.toBe('body');
    }
    await page.close();
  });

  it.each([
    ['settings', id('settings-dialog')],
    ['export-pdf', id('export-dialog')],
    ['story-menu', '.popup'],
    ['queue', '.popup'],
  ])('opens %s, leaves it with Escape, and stands where it was', async (button, shows) => {
    const page = await openPage(1);
    await page.goto(`${server.url}?story=sample`);
    await page.waitForSelector(id('board'));
    await page.locator(id(button)).focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector(shows);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('.dialog, .popup') !== null))
      .toBe(true);
    await page.keyboard.press('Escape');
    await page.locator(shows).waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toBe(button);
    await page.close();
  });

  it('keeps the focus when a version is removed in its dialog', async () => {
    const page = await openPage(1);
    await page.goto(`${server.url}?story=sample`);
    await page.waitForSelector(id('board'));
    await inPanel('inspect', id('inspector'))(page);
    const remove = page.locator(`${id('inspector')} figure button`).nth(2);
    await remove.focus();
    await page.keyboard.press('Enter');
    await page.waitForTimeout(200);
    expect(await page.evaluate(() => document.activeElement?.closest('.dialog') !== null)).toBe(true);
    await page.close();
  });
});
