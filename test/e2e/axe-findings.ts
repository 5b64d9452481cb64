// What axe finds on a page, and what it does not count as a finding and why. Both accessibility tests ask here.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/**
 * Findings as `rule: element: what is wrong`; `rules` asks for those alone. Moderate ones count too, with two exceptions. `region`: what
 * floats above the page (toasts, popups, dialogs) stands in the body by nature and is announced or labelled by itself. Focus guards
 * of the dialog library are hidden and focusable on purpose: a focus that comes to one is handed on at once.
 */
export async function axeFindings(page: Page, rules?: string[]): Promise<string[]> {
  await page.evaluate(stillness);
  // The studio has no frames, and the page may open no second one for axe to finish in.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).exclude('[data-base-ui-focus-guard]');
  const { violations, passes } = await (
    rules === undefined ? axe.disableRules(['region']) : axe.withRules(rules)
  ).analyze();
  expect(passes.map((rule) => rule.id)).toContain('color-contrast'); // it did look
  return violations
    .filter(({ impact }) => impact !== 'minor')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
    );
}

/** Until changes of looks have come to their end, or a second has passed: colours on their way between themes are nobody's. Runs in the page. */
async function stillness(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const changes = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    if (!changes.some(({ playState }) => playState === 'running')) return;
  }
}
