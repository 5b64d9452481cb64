// What is done on the page before one looks at a scene: presses, lines, drops and brush strokes of the preview. What they lead to is
// in scenes.ts; checks are the tests'. Everything waits for what it has caused.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

export type Act = (page: Page) => Promise<unknown>;
export const id = (name: string): string => `[data-testid="${name}"]`;

export const inTurn =
  (...acts: readonly Act[]): Act =>
  async (page) => {
    for (const act of acts) await act(page);
  };
export const see =
  (selector: string): Act =>
  (page) =>
    page.waitForSelector(selector);
export const later =
  (ms: number): Act =>
  (page) =>
    page.waitForTimeout(ms);
export const press =
  (name: string, shows: string): Act =>
  async (page) => {
    await page.locator(id(name)).first().click();
    await page.waitForSelector(shows);
  };
/** A button of the second panel, whose controls show while the mouse is on it. */
export const inPanel =
  (button: string, shows: string): Act =>
  async (page) => {
    const panel = page.locator(id('panel')).nth(1);
    await panel.hover();
    await panel.locator(id(button)).click();
    await page.waitForSelector(shows);
  };
export const fromMenu = (item: string, opens: string): Act =>
  inTurn(press('story-menu', '.popup'), press(`open-${item}`, id(opens)));
export const fill =
  (name: string, text: string): Act =>
  (page) =>
    page.locator(id(name)).first().fill(text);
export const choose =
  (name: string, value: string): Act =>
  (page) =>
    page.locator(id(name)).first().selectOption(value);
/** The line that makes the first panel of a story. */
export const draw =
  (line: string): Act =>
  async (page) => {
    await fill('composer-input', line)(page);
    await page.locator(id('composer-input')).press('Enter');
  };

/** A file is held over the window and stays there. */
export const holdFile: Act = async (page) => {
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array([137, 80])], 'a.png', { type: 'image/png' }));
    const over = (): boolean =>
      window.dispatchEvent(new DragEvent('dragover', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    setInterval(over, 100);
    over();
  });
  await page.locator(id('drop-new')).first().waitFor({ state: 'visible' });
};
const drawing = join(import.meta.dirname, '../pictures/bear-on-the-beach.png');
export const addPicture: Act = (page) => page.locator(id('picture-chooser')).setInputFiles(drawing);
/** Dropped into the first panel. */
export const dropPicture: Act = async (page) => {
  const base64 = readFileSync(drawing, 'base64');
  await page
    .locator(id('drop-into'))
    .first()
    .evaluate((target, picture) => {
      const bytes = Uint8Array.from(atob(picture), (char) => char.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }));
      target.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }, base64);
};

/** A stroke of the brush across the figure of a picture that is being changed. */
export const brush: Act = async (page) => {
  const box = await page.locator(id('mask-board')).boundingBox();
  if (box === null) throw new Error('There is no picture to brush on.');
  const to = (x: number, y: number): Promise<void> =>
    page.mouse.move(box.x + box.width * x, box.y + box.height * y, { steps: 6 });
  await to(0.3, 0.4);
  await page.mouse.down();
  for (const [x, y] of [
    [0.4, 0.35],
    [0.5, 0.42],
    [0.6, 0.4],
    [0.62, 0.52],
    [0.48, 0.55],
  ] as const)
    await to(x, y);
  await page.mouse.up();
};
export const openRedraw: Act = inTurn(inPanel('change-part', id('mask-board')), later(300));

/** Plays another program that writes into the story's folder. */
export const changeOutside: Act = (page) =>
  page.evaluate(() => {
    const { fake } = window as unknown as { fake: { changeOutside(state: string, story: null): void } };
    fake.changeOutside('changed', null);
  });

/** Teaching a hero, page by page. */
export const openTune: Act = fromMenu('tune', 'tune-choose');
export const checkTune: Act = inTurn(openTune, press('tune-look', id('tune-check')));
export const startTune: Act = inTurn(
  checkTune,
  press('tune-next', id('tune-estimate')),
  fill('tune-name', 'Bruno the fox'),
);
