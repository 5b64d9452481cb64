// Takes the pictures of the app that the documents show, and more for looking at: opens the built studio on the built-in bundle, writes
// a short story, and photographs the board, a generation, the dialogs, in both themes. Needs `npm run build` once before.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { launchStudio, projectRoot } from '../test/e2e/studio-app';
import { Writer } from '../test/e2e/writer';

if (process.argv.includes('--help')) {
  console.log('take-screenshots [FOLDER]: photographs the built app into FOLDER (default: .cache/screenshots)');
  process.exit(0);
}
async function main(): Promise<void> {
  const out = resolve(process.argv[2] ?? join(projectRoot, '.cache/screenshots'));
  mkdirSync(out, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'voken-shots-'));

  const studio = await launchStudio({
    home: join(scratch, 'writer'),
    bundle: process.env['VOKEN_E2E_BUNDLE'] ?? join(projectRoot, 'native-models/miniature/bundle'),
  });
  const writer = new Writer(studio);
  const { page } = writer;
  const shoot = async (name: string): Promise<void> => {
    await page.screenshot({ path: join(out, `${name}.png`) });
    console.log(name);
  };
  try {
    await page.waitForSelector('[data-testid="composer-input"]');
    await writer.engineReady();
    await shoot('first-start');
    await writer.by('story-menu').click();
    await page.getByRole('menuitem', { name: 'New story' }).click();
    await page.waitForSelector('[data-testid="empty-state"]');
    await shoot('empty');
    await writer.draw('One night Pip the fox found a lantern by the sea.');
    await writer.illustrated(1);
    await writer.pressContinue();
    await page.waitForSelector('[data-testid="ghost-panel"]');
    await page.waitForSelector('[data-testid="preview"]', { timeout: 30_000 }).catch(() => undefined);
    await shoot('generating');
    await writer.illustrated(2);
    await writer.pressContinue();
    await writer.illustrated(3);
    await shoot('board');
    await page.setViewportSize({ width: 1280, height: 2200 });
    await shoot('board-long');
    await page.setViewportSize({ width: 900, height: 700 });
    await shoot('board-small');
    await page.setViewportSize({ width: 1280, height: 860 });
    await writer.draw('A dragon landed beside the spaceship.');
    await writer.illustrated(4);
    await shoot('notices');
    await writer.by('export-pdf').click();
    await page.waitForSelector('[data-testid="export-dialog"]');
    await shoot('export');
    await page.keyboard.press('Escape');
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot('board-dark');
  } finally {
    await studio.close();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
