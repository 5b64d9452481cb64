// Every view, dialog and state of the page, as it stands over the studio in memory: a name for files, what it is, how the studio is set
// and what is done before one looks. One table for two readers: test/e2e/accessibility-views.test.ts checks each of them, and
// scripts/take-screenshots.ts photographs them. A new view is one line here.
import type { Page } from 'playwright-core';
import {
  addPicture,
  brush,
  changeOutside,
  checkTune,
  choose,
  draw,
  dropPicture,
  fill,
  fromMenu,
  holdFile,
  id,
  inPanel,
  inTurn,
  later,
  openRedraw,
  openTune,
  press,
  see,
  startTune,
  type Act,
} from './scene-acts';

export interface Scene {
  /** The name of its picture, and what `--only` asks for. */
  readonly name: string;
  readonly title: string;
  /** See preview.tsx. */
  readonly query: string;
  readonly act?: Act | undefined;
  /** Where a scene shows other things than the board first. */
  readonly waitFor?: string | undefined;
  /** Looked at in a small window and at 200 % too. */
  readonly isMain: boolean;
}

const main = (name: string, title: string, query: string, act?: Act): Scene => ({
  name,
  title,
  query,
  act,
  isMain: true,
});
const one = (name: string, title: string, query: string, act?: Act): Scene => ({
  ...main(name, title, query, act),
  isMain: false,
});
/** `address` has its query begun: where the preview is served, the theme and the language. */
export async function openScene(page: Page, address: string, { query, act, waitFor }: Scene): Promise<void> {
  await page.goto(`${address}&${query}`);
  await page.waitForSelector(waitFor ?? id('board'));
  await act?.(page);
}

const formats = ['epub', 'html', 'pictures', 'report'] as const;

export const scenes: readonly Scene[] = [
  main('blank', 'the blank page', 'story=empty'),
  one(
    'first-line',
    'the first line while it is drawn',
    'story=empty&slow',
    inTurn(draw('One night Pip the fox found a lantern by the sea.'), later(1500)),
  ),
  main('board', 'the board', 'story=sample'),
  main('panel-hover', 'the board with a panel in hand', 'story=sample', (page) =>
    page.locator(id('panel')).nth(1).hover(),
  ),
  one('panel-writing', 'a panel that is written in', 'story=sample', (page) =>
    page.locator(id('panel-text')).nth(1).focus(),
  ),
  one('board-long', 'a board of 500 panels', 'story=long', see(id('long-board'))),
  main('outline', 'the outline', 'story=sample', press('view-outline', id('outline'))),
  main('page-view', 'the Page view', 'story=sample', press('view-page', id('page-view'))),
  one(
    'page-writing',
    'words that are written on their page',
    'story=sample',
    inTurn(
      press('view-page', id('page-view')),
      (page) => page.locator(id('page-words')).nth(1).click(),
      see(id('words-field')),
    ),
  ),
  one('page-blank', 'the Page view of a blank story', 'story=empty', press('view-page', id('page-view'))),
  main('reader', 'the Reader', 'story=sample', press('view-reader', id('reader-view'))),
  one(
    'reader-spread',
    'the Reader on its second spread',
    'story=sample',
    inTurn(press('view-reader', id('reader-view')), (page) => page.keyboard.press('ArrowRight'), later(900)),
  ),
  one('read-only', 'a story that can only be read', 'story=sample&readonly'),
  {
    ...one('opening-failed', 'a story that cannot be opened', 'story=sample&openfail'),
    waitFor: id('open-failed'),
  },
  one(
    'changed-outside',
    'a story that another program has changed',
    'story=sample',
    inTurn(changeOutside, see(id('outside'))),
  ),
  one('pictures-missing', 'pictures that are not in the folder', 'story=sample&missing', see(id('missing-pictures'))),
  main(
    'troubles',
    'recovered text, a failed engine and a full disk',
    'story=sample&recovered&engine=failed&savefail',
    inTurn(fill('panel-text', 'Changed.'), see(`${id('save-status')}[data-state="failed"]`)),
  ),
  one('engine-starting', 'the engine that starts', 'story=empty&engine=starting'),
  one('engine-restarting', 'the engine that starts again', 'story=sample&engine=restarting'),
  one('engine-gave-up', 'the engine that gave up', 'story=sample&engine=failed&trouble=gave-up'),
  one('recovered', 'saved beside recovered', 'story=sample&recovered', press('recovery-compare', '.dialog')),
  one('failed', 'a failed generation', 'story=sample&fail', press('continue', id('run-failure'))),
  one('notices', 'notices about a result', 'story=sample&notices', press('continue', id('notices'))),
  one('making', 'a panel that is being made', 'story=sample&slow', press('continue', id('ghost-panel'))),
  main(
    'making-picture',
    'a panel whose picture is being drawn',
    'story=sample&slow',
    inTurn(press('continue', `${id('ghost-panel')} img`), later(1600)),
  ),
  one(
    'following',
    'a picture that follows its words',
    'story=sample&drawn&slow',
    inTurn(
      fill('panel-text', 'A fox called Bruno had a paper lantern at sunrise.'),
      see(id('follow-progress')),
      later(600),
    ),
  ),
  one('story-menu', 'the story menu', 'story=sample', press('story-menu', '.popup')),
  one(
    'steps',
    'the steps',
    'story=sample',
    inTurn(fill('panel-text', 'Changed.'), fill('story-title', 'Another title'), press('steps', id('steps-list'))),
  ),
  one('styles', 'drawing styles', 'story=sample', press('style-picker', '.popup')),
  one(
    'own-styles',
    "the writer's own styles",
    'story=sample&adapters',
    inTurn(press('adapter-picker', '.popup'), press('choose-adapter', id('adapter-strength'))),
  ),
  one('own-styles-none', 'no styles of the writer yet', 'story=sample', press('adapter-picker', '.popup')),
  one(
    'adapters',
    "the library of the writer's own styles",
    'story=sample&adapters',
    inTurn(
      press('adapter-picker', '.popup'),
      press('manage-adapters', id('kept-adapter')),
      press('delete-adapter', id('confirm-delete-adapter')),
    ),
  ),
  main('tune', 'what it may learn from', 'story=sample', openTune),
  main(
    'tune-panels',
    'the panels of a story to choose from: one left out, one without a picture, one without words',
    'story=sample&gaps',
    inTurn(openTune, press('choose-panels', id('offered-panel')), (page) =>
      page.locator(id('offered-panel')).nth(1).click(),
    ),
  ),
  main('tune-check', 'the pictures that it will learn from', 'story=sample', checkTune),
  one(
    'tune-refused',
    'too few pictures to learn from',
    'story=sample',
    inTurn(
      openTune,
      (page) =>
        page
          .locator(id('tune-chooser'))
          .setInputFiles({ name: 'fox.png', mimeType: 'image/png', buffer: Buffer.from([1, 2]) }),
      press('tune-look', id('tune-refusal')),
    ),
  ),
  main(
    'tune-start',
    'how long it may learn, with everything for experts',
    'story=sample',
    inTurn(startTune, (page) => page.locator(`${id('tune-expert')} summary`).click()),
  ),
  one(
    'tune-learning',
    'the model while it learns',
    'story=sample',
    inTurn(startTune, press('tune-start', id('tune-take-name')), press('tune-pause', id('tune-resume'))),
  ),
  main(
    'tune-done',
    'what it has learned: before and after, checkpoints',
    'story=sample',
    inTurn(startTune, press('tune-start', `${id('tune-progress')}[data-state="done"]`)),
  ),
  one(
    'tune-curves',
    'the curves of what it has learned, and their numbers',
    'story=sample',
    inTurn(
      startTune,
      press('tune-start', `${id('tune-progress')}[data-state="done"]`),
      (page) => page.locator('.tune-curves-fold > summary').click(),
      (page) => page.locator(`${id('tune-curves')} summary`).click(),
      (page) => page.locator('.tune-plot').scrollIntoViewIfNeeded(),
    ),
  ),
  one('queue-empty', 'the queue, empty', 'story=sample', press('queue', '.popup')),
  main('queue', 'the queue at work', 'story=sample&slow&nopictures', async (page) => {
    for (let i = 0; i < 3; i++) await page.locator(id('draw-picture')).first().click();
    await press('queue', id('queue-list'))(page);
  }),
  main(
    'queue-learning',
    'the queue while the model learns',
    'story=sample&slow',
    inTurn(
      startTune,
      press('tune-start', `${id('tune-progress')}[data-state="running"]`),
      (page) => page.keyboard.press('Escape'),
      press('continue', id('ghost-panel')),
      press('queue', id('queue-tuning')),
    ),
  ),
  one(
    'queue-learning-paused',
    'the queue with learning that is paused',
    'story=sample&slow',
    inTurn(
      startTune,
      press('tune-start', `${id('tune-progress')}[data-state="running"]`),
      press('tune-pause', id('tune-resume')),
      (page) => page.keyboard.press('Escape'),
      press('queue', id('queue-resume-tuning')),
    ),
  ),
  one(
    'queue-stopping',
    'the queue whose work is being stopped',
    'story=sample&slow',
    inTurn(press('continue', id('ghost-panel')), press('queue', id('queue-list')), (page) =>
      page
        .locator(`${id('queue-item')} button`)
        .last()
        .click(),
    ),
  ),
  one(
    'queue-parked',
    'the queue with work from last time',
    'story=sample&slow&parked',
    inTurn(press('continue', id('ghost-panel')), press('queue', id('queue-parked'))),
  ),
  one(
    'queue-failed',
    'the queue with work that failed',
    'story=sample&fail',
    inTurn(press('continue', id('run-failure')), press('queue', id('queue-ended'))),
  ),
  one('history-empty', 'the history, empty', 'story=sample', fromMenu('history', 'history')),
  main('history', 'the history', 'story=sample&snapshots', inTurn(fromMenu('history', 'history'), see(id('snapshot')))),
  one('descriptions', 'all descriptions', 'story=sample', fromMenu('descriptions', 'descriptions-dialog')),
  one('search', 'the search, and several panels selected', 'story=sample', async (page) => {
    await page.locator(id('drag-handle')).first().focus();
    await page.keyboard.press('Shift+ArrowDown');
    await page.waitForSelector(id('selection-bar'));
    await page.keyboard.press('Control+f');
    await fill('find-field', 'Bruno')(page);
  }),
  one('redraw', 'changing a part of a picture', 'story=sample', inPanel('change-part', id('redraw-dialog'))),
  main('redraw-brushed', 'a part that is marked with the brush', 'story=sample', inTurn(openRedraw, brush)),
  one(
    'redraw-running',
    'a part that is being drawn',
    'story=sample&slow',
    inTurn(openRedraw, brush, press('redraw-draw', id('redraw-preview')), later(2500)),
  ),
  one(
    'redraw-ready',
    'a part that is drawn',
    'story=sample',
    inTurn(openRedraw, brush, press('redraw-draw', id('redraw-keep')), fill('compare-slider', '55')),
  ),
  one(
    'redraw-failed',
    'a part that could not be drawn',
    'story=sample&fail',
    inTurn(openRedraw, brush, press('redraw-draw', id('redraw-failed'))),
  ),
  one('panel-menu', 'the menu of a panel', 'story=sample', inPanel('panel-menu', '.popup')),
  one('cast-empty', 'the cast, empty', 'story=sample', press('open-cast', id('cast-dialog'))),
  main('cast', 'the cast', 'story=sample&cast', press('open-cast', id('cast-dialog'))),
  main('context', 'what the model sees', 'story=sample&cast', press('open-context', id('context-parts'))),
  one(
    'context-long',
    'what the model sees of a long story',
    'story=long&cast',
    press('open-context', id('context-parts')),
  ),
  main('settings', 'settings', 'story=sample', press('settings', id('settings-dialog'))),
  one(
    'settings-devices',
    'devices and their test',
    'story=sample',
    inTurn(
      press('settings', id('settings-dialog')),
      press('test-cpu', id('device-webgpu')),
      (page) => page.locator(id('device-webgpu')).scrollIntoViewIfNeeded(),
      later(400),
    ),
  ),
  main('export', 'the export', 'story=sample', press('export-pdf', id('export-dialog'))),
  ...formats.map((format) =>
    one(
      `export-${format}`,
      `the export as ${format}`,
      'story=sample',
      inTurn(
        press('export-pdf', id('export-dialog')),
        (page) => page.locator(`label:has(${id(`export-format-${format}`)})`).click(),
        see(id(`export-format-${format}`) + ':checked'),
      ),
    ),
  ),
  one(
    'export-storyboard',
    'a storyboard in the export',
    'story=long',
    inTurn(press('export-pdf', id('export-dialog')), choose('design-preset', 'storyboard-3x4'), later(900)),
  ),
  one(
    'export-spreads',
    'spreads in the export',
    'story=sample',
    inTurn(press('export-pdf', id('export-dialog')), choose('design-preset', 'panorama-spreads'), later(600)),
  ),
  one(
    'exported',
    'an export that has ended',
    'story=sample',
    inTurn(press('export-pdf', id('export-dialog')), press('export-confirm', id('toast'))),
  ),
  main('versions', 'the versions of a panel', 'story=sample&drawn', inPanel('inspect', id('inspector'))),
  one(
    'versions-compared',
    'two pictures of a panel side by side',
    'story=sample',
    inTurn(press('compare', id('compare-pictures'))),
  ),
  one('place-picture', 'where a picture goes', 'story=sample', inTurn(addPicture, see(id('place-picture')))),
  one('file-over-board', 'a file over the board', 'story=sample', holdFile),
  one('file-over-blank', 'a file over the blank page', 'story=empty', holdFile),
  one(
    'seen',
    'what the model sees in a dropped picture',
    'story=sample',
    inTurn(dropPicture, press('see-add', id('see-chips'))),
  ),
  one(
    'unknown-words',
    'words that cannot be drawn, and chips of what can',
    'story=sample&cast',
    inTurn(
      fill(
        'panel-text',
        'The fox saw a dragon and a spaceship. The wizards laughed for a very long time at the lantren.',
      ),
      press('ideas', id('starter-chips')),
      fill('composer-input', 'Then a spaceship landed.'),
      later(300),
    ),
  ),
  one(
    'toast',
    'a toast, and a line in Chinese for a model that tells in English',
    'story=sample',
    inTurn(
      inPanel('delete-panel', id('toast')),
      fill('composer-input', '从前有一只狐狸。'),
      see(`${id('language-note')}[data-shown]`),
    ),
  ),
];
