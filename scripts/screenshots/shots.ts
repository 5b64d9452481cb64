// One picture of the window: what is asked for, what its file is called, and where it goes. Which pictures there are is in
// memory-shots.ts and app-shots.ts.
import { join } from 'node:path';
import type { Page } from 'playwright-core';

export const themes = ['light', 'dark'] as const;
export const languages = ['en', 'zh'] as const;
export type Theme = (typeof themes)[number];
export type Language = (typeof languages)[number];

export interface Look {
  readonly theme: Theme;
  readonly language: Language;
}
/** The window at its usual size, as small as it is still used, and at 200 %. */
export const sizes = {
  full: { width: 1280, height: 860, zoom: 1 },
  small: { width: 900, height: 700, zoom: 1 },
  zoomed: { width: 1280, height: 860, zoom: 2 },
} as const;
export type Size = keyof typeof sizes;

export interface ShotRequest {
  readonly folder: string;
  readonly looks: readonly Look[];
  /** Names of views; empty: all. */
  readonly only: readonly string[];
}

export interface Shot {
  readonly name: string;
  readonly look: Look;
  readonly size: Size;
  readonly path: string;
}

export const isWanted = ({ only }: ShotRequest, name: string): boolean => only.length === 0 || only.includes(name);

/** `board-dark-zh.png`, `board-dark-zh-small.png`. */
export async function takeShot(
  page: Page,
  { folder }: ShotRequest,
  { name, look, size }: Omit<Shot, 'path'>,
): Promise<Shot> {
  const path = join(folder, `${name}-${look.theme}-${look.language}${size === 'full' ? '' : `-${size}`}.png`);
  await page.screenshot({ path });
  return { name, look, size, path };
}
