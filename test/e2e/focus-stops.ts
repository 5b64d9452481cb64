// Walks a page with the Tab key as a person would and notes every stop: what it is, and whether one can see that it has the focus.
// Looks are compared with the same element before any focus: its own and those of the three boxes around it.
import type { Page } from 'playwright-core';

export interface FocusStop {
  /** `data-testid`, or the tag's name. */
  readonly id: string;
  /** For messages: id and accessible name. */
  readonly name: string;
  readonly looksDifferent: boolean;
  /** Product of its own and its ancestors'. */
  readonly opacity: number;
  readonly inView: boolean;
}

/** All stops from the top of the page until the focus leaves it, and the focusable elements that were never reached. */
export async function focusStops(page: Page): Promise<{ stops: FocusStop[]; missed: string[] }> {
  await page.evaluate(start);
  const stops: FocusStop[] = [];
  for (let i = 0; i < 300; i++) {
    await page.keyboard.press('Tab');
    await page.waitForTimeout(250); // looks change in up to 200 ms
    const stop = await page.evaluate(note);
    if (stop === null) break;
    stops.push(stop);
  }
  return { stops, missed: await page.evaluate(unreached) };
}

// The three functions below run in the page and share what they know through it; each is on its own there.
interface Walk {
  readonly before: Map<Element, string>;
  readonly reached: Set<Element>;
}
declare global {
  // `var`, because only that becomes a property of the page's global object.
  var focusWalk: Walk | undefined;
  var lookOf: ((element: Element) => string) | undefined;
}

function start(): void {
  // The next Tab starts from the top of the page, not from what had the focus last.
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
  document.querySelector('.board-scroll')?.scrollTo({ top: 0, behavior: 'instant' });
  globalThis.lookOf = (element) => {
    // A list that keeps the focus to itself shows it on the row that is meant.
    const meant = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
    const parent = element.parentElement?.parentElement;
    const boxes = [element, element.parentElement, parent, parent?.parentElement, meant];
    return boxes
      .map((box) => {
        if (box == null) return '';
        const { outline, borderColor, boxShadow, backgroundColor } = getComputedStyle(box);
        return [outline, borderColor, boxShadow, backgroundColor].join(' ');
      })
      .join(' | ');
  };
  const focusable = [...document.querySelectorAll('button, textarea, input, select, a[href], [tabindex]')].filter(
    (element) =>
      element instanceof HTMLElement &&
      element.tabIndex >= 0 &&
      !element.matches(':disabled') &&
      element.checkVisibility(),
  );
  globalThis.focusWalk = {
    before: new Map(focusable.map((element) => [element, globalThis.lookOf?.(element) ?? ''])),
    reached: new Set(),
  };
}

function note(): FocusStop | null {
  const { activeElement: element } = document;
  const walk = globalThis.focusWalk;
  if (walk === undefined || element === null || element === document.body || walk.reached.has(element)) return null;
  walk.reached.add(element);
  let opacity = 1;
  for (let at: Element | null = element; at !== null; at = at.parentElement)
    opacity *= Number(getComputedStyle(at).opacity);
  const { top, bottom, left, right } = element.getBoundingClientRect();
  const id = element.getAttribute('data-testid') ?? element.tagName.toLowerCase();
  return {
    id,
    name: `${id} “${element.getAttribute('aria-label') ?? element.textContent.trim()}”`,
    looksDifferent: walk.before.get(element) !== globalThis.lookOf?.(element),
    opacity,
    inView: top < innerHeight && bottom > 0 && left < innerWidth && right > 0,
  };
}

function unreached(): string[] {
  const { before, reached } = globalThis.focusWalk ?? {
    before: new Map<Element, string>(),
    reached: new Set<Element>(),
  };
  return (
    [...before.keys()]
      .filter((element) => !reached.has(element) && element.isConnected)
      // The arrow keys lead to the other choices of a group.
      .filter((element) => !(element instanceof HTMLInputElement && element.type === 'radio' && !element.checked))
      .map(
        (element) =>
          `${element.getAttribute('data-testid') ?? element.tagName} ${element.getAttribute('aria-label') ?? ''}`,
      )
  );
}
