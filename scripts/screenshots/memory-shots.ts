// Photographs every scene of the page over the studio in memory (test/support/renderer-preview/scenes.ts), with pictures of the world in
// place of the model's. What only the real app shows is in app-shots.ts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { installedBrowser } from '../../main/cli/installed-browser';
import { renderScene, type SceneGraph } from '../../native-models/miniature/world/world';
import { openScene, scenes, type Scene } from '../../test/support/renderer-preview/scenes';
import { servePreview } from '../../test/support/renderer-preview/serve-preview';
import { isWanted, sizes, takeShot, type Look, type Shot, type ShotRequest, type Size } from './shots';

const bruno = { id: 'fox', name: 'Bruno', role: 'main' } as const;
const beach = { place: 'beach', style: 'flat' } as const;
/** What the four panels of the preview tell. */
const told: readonly SceneGraph[] = [
  { ...beach, time: 'day', characters: [bruno], props: [{ id: 'lantern', relation: 'held', by: 'fox' }], seed: 3 },
  { ...beach, time: 'sunset', characters: [bruno], props: [{ id: 'lantern', relation: 'held', by: 'fox' }], seed: 4 },
  { ...beach, time: 'night', characters: [bruno], props: [{ id: 'lantern', relation: 'on' }], seed: 5 },
  {
    ...beach,
    time: 'night',
    characters: [bruno, { id: 'mouse', name: 'Nibs', role: 'other' }],
    props: [{ id: 'lantern', relation: 'held', by: 'mouse' }],
    seed: 6,
  },
];

/** Pages at a time: most of a scene is waiting. */
const LANES = 3;

export async function takeMemoryShots(request: ShotRequest): Promise<Shot[]> {
  const wanted = scenes.filter(({ name }) => isWanted(request, name));
  if (wanted.length === 0) return [];
  const executablePath = installedBrowser({ platform: process.platform, environment: process.env });
  if (executablePath === undefined) throw new Error('No Chrome, Edge or Chromium is installed.');
  const scratch = mkdtempSync(join(tmpdir(), 'voken-scenes-'));
  const server = await servePreview(join(scratch, 'preview'));
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    for (const [n, graph] of told.entries())
      writeFileSync(join(scratch, 'preview', `world-${n + 1}.png`), await renderScene(graph, 256));
    const wishes = request.looks.flatMap((look) =>
      wanted.flatMap((scene) =>
        (scene.isMain ? (['full', 'small', 'zoomed'] as const) : (['full'] as const)).map((size) => ({
          scene,
          look,
          size,
        })),
      ),
    );
    const shots = new Array<Shot | null>(wishes.length).fill(null);
    const left = wishes.entries();
    const work = async (): Promise<void> => {
      for (const [place, { scene, look, size }] of left)
        shots[place] = await shootScene(browser, server.url, request, scene, look, size);
    };
    await Promise.all(Array.from({ length: LANES }, work));
    return shots.filter((shot) => shot !== null);
  } finally {
    await browser.close();
    server.close();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A page of its own for each: nothing stays from the scene before. null: it could not be reached, which is told. */
async function shootScene(
  browser: Browser,
  url: string,
  request: ShotRequest,
  scene: Scene,
  look: Look,
  size: Size,
): Promise<Shot | null> {
  const { width, height, zoom } = sizes[size];
  const page = await browser.newPage({
    viewport: { width: width / zoom, height: height / zoom },
    deviceScaleFactor: zoom,
  });
  await page.addInitScript('globalThis.__name = (named) => named'); // what this script's loader puts around functions
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => console.error(`${scene.name}: the page broke: ${error.message}`));
  try {
    await openScene(page, `${url}?theme=${look.theme}&lang=${look.language}`, scene);
    await page.waitForTimeout(450); // what fades in has come
    return await takeShot(page, request, { name: scene.name, look, size });
  } catch (error) {
    console.error(`${scene.name} (${look.theme}, ${look.language}, ${size}): ${String(error).split('\n')[0]}`);
    process.exitCode = 1;
    return null;
  } finally {
    await page.close();
  }
}
