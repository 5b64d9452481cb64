// The exports that are read on screens, photographed in Chromium: every page of the EPUB and every leaf of the flip-book at the sizes of a
// phone, a tablet and a reading device or a desk, light and dark, on paper and without script.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { contactSheet, type SheetPicture } from './contact-sheet';

type Scheme = 'light' | 'dark';
const schemes: readonly Scheme[] = ['light', 'dark'];
const sizes = {
  phone: { width: 390, height: 844 },
  tablet: { width: 820, height: 1180 },
  reader: { width: 600, height: 800 },
  desk: { width: 1440, height: 900 },
} as const;
type Size = keyof typeof sizes;

async function withPage(
  browser: Browser,
  options: BrowserContextOptions,
  work: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  try {
    await work(await context.newPage());
  } finally {
    await context.close();
  }
}

/** As text, because this file has no types of the page. */
const FONTS_READY = 'document.fonts.ready.then(() => undefined)';
const PICTURES_READY =
  "Promise.all([...document.querySelectorAll('.leaf.shown img')].map((image) => image.decode())).then(() => undefined)";
const IS_TOO_WIDE = 'document.documentElement.scrollWidth > innerWidth';

/** A reading system of our own: the page as it is, dark as reading systems make it (their colours, the book's layout). */
const NIGHT = 'html,body{background:#121212!important;color:#ddd!important}a{color:#8ab4f8}';

export async function shootEpub(browser: Browser, book: string, folder: string): Promise<void> {
  const pages = readdirSync(book)
    .filter((file) => file.endsWith('.xhtml'))
    .toSorted();
  for (const size of ['phone', 'tablet', 'reader'] as const) {
    for (const scheme of schemes) {
      const shots: SheetPicture[] = [];
      const out = join(folder, `${size}-${scheme}`);
      mkdirSync(out, { recursive: true });
      await withPage(browser, { viewport: sizes[size], colorScheme: scheme }, async (page) => {
        for (const name of pages) {
          await page.goto(pathToFileURL(join(book, name)).href);
          if (scheme === 'dark') await page.addStyleTag({ content: NIGHT }).catch(() => undefined);
          await page.evaluate(FONTS_READY);
          const wide = await page.evaluate<boolean>(IS_TOO_WIDE);
          if (wide) console.log(`EPUB ${name} at ${size}: wider than the screen`);
          const file = join(out, `${name}.png`);
          await page.screenshot({ path: file });
          shots.push({ file, name: `${size} ${scheme} ${name}` });
        }
      });
      await contactSheet(shots, join(folder, `${size}-${scheme}.png`), { columns: 6, cellWidth: 330 });
    }
  }
}

export async function shootFlipBook(browser: Browser, file: string, folder: string): Promise<void> {
  const address = pathToFileURL(file).href;
  for (const size of ['phone', 'tablet', 'desk'] as const) {
    for (const scheme of schemes) await shootLeaves(browser, address, folder, size, scheme);
  }
  await withPage(browser, { viewport: sizes.desk, javaScriptEnabled: false }, async (page) => {
    await page.goto(address);
    await page.screenshot({ path: join(folder, 'no-script.png'), fullPage: true });
  });
  await withPage(browser, { viewport: sizes.desk }, async (page) => {
    await page.goto(address);
    await page.pdf({ path: join(folder, 'printed.pdf'), preferCSSPageSize: true, printBackground: true, format: 'A4' });
  });
}

async function shootLeaves(
  browser: Browser,
  address: string,
  folder: string,
  size: Size,
  scheme: Scheme,
): Promise<void> {
  const out = join(folder, `${size}-${scheme}`);
  mkdirSync(out, { recursive: true });
  const shots: SheetPicture[] = [];
  await withPage(
    browser,
    { viewport: sizes[size], colorScheme: scheme, reducedMotion: 'reduce', hasTouch: size === 'phone' },
    async (page) => {
      await page.goto(address);
      const count = await page.locator('.leaf').count();
      for (let leaf = 0; leaf < count; leaf++) {
        const file = join(out, `${String(leaf).padStart(2, '0')}.png`);
        await page.evaluate(PICTURES_READY);
        await page.screenshot({ path: file });
        shots.push({ file, name: `${size} ${scheme} ${leaf}` });
        await page.keyboard.press('ArrowRight');
      }
      const wide = await page.evaluate<boolean>(IS_TOO_WIDE);
      if (wide) console.log(`Flip-book at ${size}: wider than the screen`);
    },
  );
  const isDesk = size === 'desk';
  await contactSheet(shots, join(folder, `${size}-${scheme}.png`), {
    columns: isDesk ? 3 : 6,
    cellWidth: isDesk ? 660 : 330,
  });
}

export async function shootPage(browser: Browser, file: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const size of ['phone', 'desk'] as const) {
    for (const colorScheme of schemes) {
      await withPage(browser, { viewport: sizes[size], colorScheme }, async (page) => {
        await page.goto(pathToFileURL(file).href);
        await page.screenshot({ path: join(folder, `${size}-${colorScheme}.png`), fullPage: true });
      });
    }
  }
  await withPage(browser, {}, async (page) => {
    await page.goto(pathToFileURL(file).href);
    await page.pdf({ path: join(folder, 'printed.pdf'), format: 'A4' });
  });
}
