// Photographs the built app on the built-in bundle: a story that the model writes and draws, from the first start to a board of a dozen
// panels, the other views and the export. Where it does not depend on what the model is doing, the same moment is taken in every theme
// and language.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchStudio, projectRoot } from '../../test/e2e/studio-app';
import { Writer } from '../../test/e2e/writer';
import { isWanted, sizes, takeShot, type Shot, type ShotRequest, type Size } from './shots';

/** In the order in which the story comes to them. */
export const appShotNames = [
  'app-board', // the picture in README.md
  'app-first-start',
  'app-new-story',
  'app-making',
  'app-panels',
  'app-versions',
  'app-dozen',
  'app-dozen-long',
  'app-page',
  'app-reader',
  'app-export',
] as const;
type AppShotName = (typeof appShotNames)[number];

const DOZEN = 12;
/** Windows as high as what they show. */
const tall: Partial<Record<AppShotName, number>> = { 'app-board': 1300, 'app-dozen-long': 2400 };

export async function takeAppShots(request: ShotRequest): Promise<Shot[]> {
  if (!appShotNames.some((name) => isWanted(request, name))) return [];
  const scratch = mkdtempSync(join(tmpdir(), 'voken-shots-'));
  const bundle = process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle');
  const studio = await launchStudio({ home: join(scratch, 'writer'), bundle });
  const writer = new Writer(studio);
  const { page } = writer;
  const shots: Shot[] = [];
  await hideWithoutMouse(page);
  const shoot = async (name: AppShotName, only: readonly Size[] = ['full'], looks = request.looks): Promise<void> => {
    if (!isWanted(request, name)) return;
    for (const size of only) {
      const { width, height, zoom } = sizes[size];
      if (size !== 'zoomed') await page.setViewportSize({ width, height: tall[name] ?? height });
      else await page.setViewportSize({ width: width / zoom, height: height / zoom });
      for (const look of looks) {
        await wear(page, look);
        shots.push(await takeShot(page, request, { name, look, size }));
      }
    }
    await page.setViewportSize({ width: sizes.full.width, height: sizes.full.height });
  };
  const isAnyLeft = (from: AppShotName): boolean =>
    appShotNames.slice(appShotNames.indexOf(from)).some((name) => isWanted(request, name));
  try {
    await page.waitForSelector('[data-testid="composer-input"]');
    await writer.engineReady();
    await shoot('app-board');
    await shoot('app-first-start', ['full', 'small', 'zoomed']);
    if (!isAnyLeft('app-new-story')) return shots;
    await writer.by('story-menu').click();
    await page.locator('[role="menuitem"]').first().click();
    await page.waitForSelector('[data-testid="empty-state"]');
    await shoot('app-new-story', ['full', 'small', 'zoomed']);
    await writer.by('story-title').fill('The Lantern by the Sea');
    await writer.draw('One night Pip the fox found a lantern by the sea.');
    await writer.illustrated(1);
    await writer.pressContinue();
    await page.waitForSelector('[data-testid="ghost-panel"]');
    await page.waitForSelector('[data-testid="preview"]', { timeout: 30_000 }).catch(() => undefined);
    await shoot('app-making', ['full'], request.looks);
    await writer.illustrated(2);
    await page.locator('[data-testid="panel"]').nth(1).hover();
    await page.locator('[data-testid="panel"]').nth(1).locator('[data-testid="retry-picture"]').click();
    await page.waitForSelector('[data-testid="variants"]', { timeout: 60_000 });
    await writer.illustrated(2);
    await page.mouse.move(5, 400);
    await shoot('app-panels');
    await page.locator('[data-testid="panel"]').nth(1).hover();
    await page.locator('[data-testid="panel"]').nth(1).locator('[data-testid="inspect"]').click();
    await page.waitForSelector('[data-testid="inspector"]');
    await page.waitForTimeout(400);
    await shoot('app-versions');
    await page.keyboard.press('Escape');
    if (!isAnyLeft('app-dozen')) return shots;
    for (let count = 2; count < DOZEN;) {
      await writer.pressContinue();
      await page.waitForFunction(() => document.querySelector('[data-testid="run-progress"]') === null, null, {
        timeout: 90_000,
      });
      await page.waitForTimeout(300);
      const now = await writer.panels().count();
      if (now === count) await writer.draw('Then Pip went on to the forest with a kite.');
      count = now;
      await writer.illustrated(await writer.panels().count()).catch(() => undefined);
    }
    await shoot('app-dozen', ['full', 'small', 'zoomed']);
    await shoot('app-dozen-long');
    await writer.by('view-page').click();
    await page.waitForTimeout(900);
    await shoot('app-page', ['full', 'small']);
    await writer.by('view-reader').click();
    await page.waitForTimeout(600);
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(1200);
    await shoot('app-reader', ['full', 'small']);
    await page.keyboard.press('Escape');
    await writer.by('view-board').click();
    await writer.by('export-pdf').click();
    await page.waitForSelector('[data-testid="export-dialog"]');
    await page.waitForTimeout(1500);
    await shoot('app-export', ['full', 'small']);
    return shots;
  } finally {
    await studio.close();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * A browser without a window has no mouse, so the page shows what a touch screen needs: the tools of every panel at once. A desktop has
 * one, and there they stay out of sight. Put on the page as a constructed sheet, which its policy allows.
 */
async function hideWithoutMouse(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '.panel:not(:hover, :focus-within) :is(.panel-controls, .panel-handle, .picture-tools) { opacity: 0 !important }',
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
}

/** Theme and language of the running app, through its own settings. */
async function wear(page: Page, { theme, language }: { theme: string; language: string }): Promise<void> {
  await page.evaluate(
    ([nextTheme, nextLanguage]) => {
      const { studio } = window as unknown as {
        studio: { settings: { set(change: object): Promise<unknown> } };
      };
      return studio.settings.set({ theme: nextTheme, language: nextLanguage });
    },
    [theme, language] as const,
  );
  await page.waitForSelector(`html[data-theme="${theme}"][lang^="${language}"]`);
  await page.waitForTimeout(350);
}
