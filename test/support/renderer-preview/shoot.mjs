// Screenshots of the interface preview, for looking at: `node test/support/renderer-preview/shoot.mjs [scene…]`. Serves the built
// preview from .cache/renderer-preview, drives an installed Chromium, writes PNGs to .cache/shots, and prints page errors.
import { createServer } from 'node:http';
import { mkdirSync, readFileSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../../../.cache/renderer-preview', import.meta.url));
const out = fileURLToPath(new URL('../../../.cache/shots', import.meta.url));
// Rendered pictures of the world, where somebody has made them; without them the page paints stand-ins.
const pictures = fileURLToPath(new URL('../../../.training/world/stories', import.meta.url));
mkdirSync(out, { recursive: true });
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };
const server = createServer((request, response) => {
  const path = normalize(new URL(request.url, 'http://localhost').pathname);
  try {
    const world = /^\/world-(\d)\.png$/.exec(path);
    const body = readFileSync(
      world
        ? join(pictures, `${process.env.PREVIEW_STORY ?? '000025'}-${world[1]}.png`)
        : join(root, path === '/' ? 'index.html' : path),
    );
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/html' }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}/`;

const id = (name) => `[data-testid="${name}"]`;
const dragFiles = (page) =>
  page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array([137, 80])], 'a.png', { type: 'image/png' }));
    setInterval(
      () =>
        window.dispatchEvent(new DragEvent('dragover', { dataTransfer: transfer, bubbles: true, cancelable: true })),
      100,
    );
  });
const type = async (page, text) => {
  await page.fill(id('composer-input'), text);
};
const openRedraw = async (page) => {
  await page.locator(id('panel')).first().hover();
  await page.locator(id('change-part')).first().click();
  await page.locator(id('mask-board')).waitFor();
  await page.waitForTimeout(300);
};
const brush = async (page) => {
  const box = await page.locator(id('mask-board')).boundingBox();
  const at = (x, y) => [box.x + box.width * x, box.y + box.height * y];
  await page.mouse.move(...at(0.3, 0.4));
  await page.mouse.down();
  for (const [x, y] of [
    [0.4, 0.35],
    [0.5, 0.42],
    [0.6, 0.4],
    [0.62, 0.52],
    [0.48, 0.55],
  ])
    await page.mouse.move(...at(x, y), { steps: 6 });
  await page.mouse.up();
};
const dropPicture = (page) =>
  page.evaluate(async (selector) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 200;
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#27406b';
    pen.fillRect(0, 0, 200, 200);
    const blob = await new Promise((done) => canvas.toBlob(done, 'image/png'));
    const transfer = new DataTransfer();
    transfer.items.add(new File([blob], 'dropped.png', { type: 'image/png' }));
    const target = document.querySelector(selector);
    target.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, id('drop-into'));
const scenes = {
  empty: { query: 'story=empty' },
  sample: { query: 'story=sample' },
  hover: { query: 'story=sample', act: (page) => page.locator(id('panel')).nth(1).hover() },
  queueEmpty: { query: 'story=sample', act: (page) => page.click(id('queue')) },
  queueFull: {
    query: 'story=sample&slow&parked',
    act: async (page) => {
      for (let n = 0; n < 5; n++) await page.click(id('continue'));
      await page.waitForTimeout(1500);
      await page.click(id('queue'));
      await page.waitForTimeout(400);
    },
  },
  queueFailed: {
    query: 'story=sample&fail',
    act: async (page) => {
      await page.click(id('continue'));
      await page.waitForTimeout(1800);
      await page.click(id('queue'));
      await page.waitForTimeout(400);
    },
  },
  devices: {
    query: 'story=sample',
    act: async (page) => {
      await page.click(id('settings'));
      for (const name of ['cpu', 'webgpu']) await page.click(id(`test-${name}`));
      await page.locator(id('device-webgpu')).scrollIntoViewIfNeeded();
      await page.waitForTimeout(400);
    },
  },
  gaveUp: { query: 'story=sample&engine=failed&trouble=gave-up' },
  streaming: {
    query: 'story=sample&slow',
    act: async (page) => {
      await page.click(id('continue'));
      await page.waitForTimeout(2600);
    },
  },
  preview: {
    query: 'story=sample&slow',
    act: async (page) => {
      await page.click(id('continue'));
      await page.locator(`${id('ghost-panel')} img`).waitFor({ timeout: 20000 });
      await page.waitForTimeout(2500);
    },
  },
  line: {
    query: 'story=empty&slow',
    act: async (page) => {
      await type(page, 'One night Pip the fox found a lantern by the sea.');
      await page.press(id('composer-input'), 'Enter');
      await page.waitForTimeout(4000);
    },
  },
  failure: {
    query: 'story=sample&fail&nopictures',
    act: async (page) => {
      await page.click(id('continue'));
      await page.locator(id('draw-picture')).first().click();
      await page.locator(id('run-failure')).nth(1).waitFor();
      await page.waitForTimeout(500);
    },
  },
  drop: { query: 'story=sample', act: (page) => dragFiles(page).then(() => page.waitForTimeout(300)) },
  'drop-empty': { query: 'story=empty', act: (page) => dragFiles(page).then(() => page.waitForTimeout(300)) },
  settings: { query: 'story=sample', act: (page) => page.click(id('settings')).then(() => page.waitForTimeout(400)) },
  export: { query: 'story=sample', act: (page) => page.click(id('export-pdf')).then(() => page.waitForTimeout(400)) },
  'export-storyboard': {
    query: 'story=long',
    act: async (page) => {
      await page.click(id('export-pdf'));
      await page.selectOption(id('design-preset'), 'storyboard-3x4');
      await page.waitForTimeout(900);
    },
  },
  'export-spreads': {
    query: 'story=sample',
    act: async (page) => {
      await page.click(id('export-pdf'));
      await page.selectOption(id('design-preset'), 'panorama-spreads');
      await page.selectOption(id('design-type'), 'fredoka-nunito');
      await page.locator('.strip-button').nth(1).click();
      await page.waitForTimeout(600);
    },
  },
  page: { query: 'story=sample', act: (page) => page.click(id('view-page')).then(() => page.waitForTimeout(700)) },
  'page-long': { query: 'story=long', act: (page) => page.click(id('view-page')).then(() => page.waitForTimeout(900)) },
  'page-edit': {
    query: 'story=sample',
    act: async (page) => {
      await page.click(id('view-page'));
      await page.locator(id('page-words')).nth(1).click();
      await page.waitForTimeout(500);
    },
  },
  reader: {
    query: 'story=sample',
    act: async (page) => {
      await page.click(id('view-reader'));
      await page.waitForTimeout(400);
      await page.keyboard.press('ArrowRight');
      await page.waitForTimeout(900);
    },
  },
  exported: {
    query: 'story=sample',
    act: async (page) => {
      await page.click(id('export-pdf'));
      await page.click(id('export-confirm'));
      await page.locator(id('toast')).waitFor();
      await page.waitForTimeout(300);
    },
  },
  inspector: {
    query: 'story=sample',
    act: async (page) => {
      await page.locator(id('panel')).nth(1).hover();
      await page.locator(id('inspect')).nth(1).click();
      await page.waitForTimeout(400);
    },
  },
  notices: {
    query: 'story=sample&notices',
    act: async (page) => {
      await page.click(id('continue'));
      await page.locator(id('notices')).waitFor({ timeout: 20000 });
      await page.waitForTimeout(600);
    },
  },
  banners: {
    query: 'story=sample&recovered&engine=failed&savefail',
    act: async (page) => {
      await page.locator(id('panel-text')).first().fill('Changed.');
      await page.waitForTimeout(1500);
    },
  },
  readonly: { query: 'story=sample&readonly' },
  starting: { query: 'story=sample&engine=starting' },
  queue: {
    query: 'story=sample&slow&nopictures',
    act: async (page) => {
      for (const n of [0, 1, 2]) await page.locator(id('draw-picture')).nth(0).click();
      await page.waitForTimeout(1500);
      await page.click(id('queue'));
      await page.waitForTimeout(500);
    },
  },
  styles: {
    query: 'story=sample',
    act: (page) => page.click(id('style-picker')).then(() => page.waitForTimeout(400)),
  },
  redraw: {
    query: 'story=sample',
    act: async (page) => {
      await openRedraw(page);
      await brush(page);
    },
  },
  'redraw-region': {
    query: 'story=sample',
    act: async (page) => {
      await openRedraw(page);
      await page.click(id('tool-ellipse'));
      await page.focus(id('mask-board'));
      for (const key of ['ArrowRight', 'ArrowUp', 'Shift+ArrowRight', 'Enter']) await page.keyboard.press(key);
      await page.waitForTimeout(200);
    },
  },
  'redraw-running': {
    query: 'story=sample&slow',
    act: async (page) => {
      await openRedraw(page);
      await brush(page);
      await page.click(id('redraw-draw'));
      await page.waitForTimeout(4000);
    },
  },
  'redraw-ready': {
    query: 'story=sample',
    act: async (page) => {
      await openRedraw(page);
      await brush(page);
      await page.click(id('redraw-draw'));
      await page.locator(id('redraw-keep')).waitFor({ timeout: 20000 });
      await page.fill(id('compare-slider'), '55');
      await page.waitForTimeout(300);
    },
  },
  'redraw-failed': {
    query: 'story=sample&fail',
    act: async (page) => {
      await openRedraw(page);
      await page.click(id('redraw-whole'));
      await page.click(id('redraw-draw'));
      await page.locator(id('redraw-failed')).waitFor({ timeout: 20000 });
    },
  },
  'cast-empty': {
    query: 'story=sample',
    act: (page) => page.click(id('open-cast')).then(() => page.waitForTimeout(400)),
  },
  cast: {
    query: 'story=sample&cast',
    act: (page) => page.click(id('open-cast')).then(() => page.waitForTimeout(400)),
  },
  context: {
    query: 'story=long&cast',
    act: async (page) => {
      await page.click(id('open-context'));
      await page.locator(id('context-parts')).waitFor();
      await page.waitForTimeout(400);
    },
  },
  'context-small': {
    query: 'story=sample&cast',
    act: async (page) => {
      await page.click(id('open-context'));
      await page.locator(id('context-parts')).waitFor();
      await page.waitForTimeout(400);
    },
  },
  see: {
    query: 'story=sample',
    act: async (page) => {
      await dropPicture(page);
      await page.locator(id('see-chips')).waitFor();
      await page.click(id('see-add'));
      await page.waitForTimeout(500);
    },
  },
  unknown: {
    query: 'story=sample&cast',
    act: async (page) => {
      const field = page.locator(id('panel-text')).first();
      await field.fill(
        'The fox saw a dragon and a spaceship. One of them had an orange umbrella, and the wizards laughed for a very long time at the lantren.',
      );
      await page.click(id('ideas'));
      await type(page, 'Then a spaceship landed.');
      await field.focus();
      await page.waitForTimeout(300);
    },
  },
  follow: {
    query: 'story=sample&drawn&slow',
    act: async (page) => {
      await page.locator(id('panel-text')).first().fill('A fox called Bruno had a paper lantern at sunrise.');
      await page.locator(id('follow-progress')).waitFor({ timeout: 5000 });
      await page.waitForTimeout(700);
    },
  },
  menu: { query: 'story=sample', act: (page) => page.click(id('story-menu')).then(() => page.waitForTimeout(400)) },
};

const [wanted, ...flags] = [
  process.argv.slice(2).filter((arg) => !arg.startsWith('--')),
  ...process.argv.slice(2).filter((arg) => arg.startsWith('--')),
];
const dark = flags.includes('--dark');
const small = flags.includes('--small');
const chinese = flags.includes('--zh');
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--headless=new'],
});
for (const name of wanted.length > 0 ? wanted : Object.keys(scenes)) {
  const scene = scenes[name];
  const page = await browser.newPage({ viewport: small ? { width: 900, height: 700 } : { width: 1280, height: 800 } });
  page.on('pageerror', (error) => console.log(name, 'PAGE ERROR', error.message));
  page.on('console', (message) => message.type() === 'error' && console.log(name, 'CONSOLE', message.text()));
  try {
    await page.goto(`${base}?${scene.query}${dark ? '&theme=dark' : ''}${chinese ? '&lang=zh' : ''}`);
    await page.locator(id('board')).waitFor({ timeout: 15000 });
    await page.waitForTimeout(500);
    await scene.act?.(page);
  } catch (error) {
    console.log(name, 'FAILED', error.message.slice(0, 300));
  }
  await page.screenshot({
    path: join(out, `${name}${dark ? '-dark' : ''}${small ? '-small' : ''}${chinese ? '-zh' : ''}.png`),
  });
  await page.close();
}
await browser.close();
server.close();
