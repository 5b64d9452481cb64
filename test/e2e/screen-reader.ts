// A person who knows the window by what a screen reader says of it and works it with the keys: things by role and name, sentences by the
// live regions. No test ids, no styles, no mouse. What has no name, no role or no key cannot be found here.
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

type Role = Parameters<Page['getByRole']>[0];
type Name = string | RegExp;
type Place = Page | Locator;

export class ScreenReader {
  #heardUpTo = 0;
  private constructor(private readonly page: Page) {}

  /** Begins to listen: every change of a live region from now on is a sentence. */
  static async start(page: Page): Promise<ScreenReader> {
    await page.evaluate(() => {
      const live = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"], [role="log"]';
      const heard: string[] = [];
      Object.assign(window, { heard });
      const regionOf = (node: Node): Element | null =>
        (node instanceof Element ? node : node.parentElement)?.closest(live) ?? null;
      new MutationObserver((changes) => {
        const regions = new Set(changes.flatMap(({ target, addedNodes }) => [target, ...addedNodes].map(regionOf)));
        for (const region of regions) {
          const words = (region as HTMLElement | null)?.innerText.replace(/\s+/g, ' ').trim() ?? '';
          if (words !== '') heard.push(words);
        }
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    return new ScreenReader(page);
  }

  /** Waits until something of this kind is said after what was listened for last. */
  async hears(sentence: RegExp, timeout = 10_000): Promise<void> {
    const said = (): Promise<string[]> => this.page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    const news = async (): Promise<number> => {
      const index = (await said()).findIndex((words, at) => at >= this.#heardUpTo && sentence.test(words));
      return index;
    };
    await expect
      .poll(news, { timeout, message: `${sentence.source} was not said. Said: ${(await said()).join(' | ')}` })
      .toBeGreaterThanOrEqual(0);
    this.#heardUpTo = (await news()) + 1;
  }

  /** The one thing of that role and name; several or none is a fault of the window. */
  async find(role: Role, name: Name, place: Place = this.page): Promise<Locator> {
    const found = place.getByRole(role, typeof name === 'string' ? { name, exact: true } : { name });
    await found.first().waitFor({ state: 'attached', timeout: 20_000 });
    const count = await found.count();
    if (count !== 1) throw new Error(`${count} things of the role ${role} are called ${String(name)}.`);
    return found;
  }

  /** Goes to a thing and presses a key on it. It must take the focus, as with Tab. */
  async press(key: string, role: Role, name: Name, place: Place = this.page): Promise<void> {
    const thing = await this.find(role, name, place);
    await expect.poll(() => thing.isEnabled(), { timeout: 20_000 }).toBe(true);
    await thing.focus();
    if (!(await hasFocus(thing))) throw new Error(`The ${role} ${String(name)} does not take the focus.`);
    await this.page.keyboard.press(key);
  }

  async write(words: string, role: Role, name: Name): Promise<void> {
    const field = await this.find(role, name);
    await field.focus();
    await this.page.keyboard.type(words);
  }

  /** Opens a menu by its button and goes down to an entry. */
  async chooseFromMenu(button: Name, entry: Name, place: Place = this.page): Promise<void> {
    await this.press('Enter', 'button', button, place);
    const item = await this.find('menuitem', entry);
    for (let steps = 0; steps < 30 && !(await hasFocus(item)); steps++) await this.page.keyboard.press('ArrowDown');
    if (!(await hasFocus(item))) throw new Error(`The arrow keys do not reach ${String(entry)}.`);
    await this.page.keyboard.press('Enter');
  }
}

const hasFocus = (thing: Locator): Promise<boolean> => thing.evaluate((element) => element === document.activeElement);
