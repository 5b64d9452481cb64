// Makes a sample story with the built-in model, exports it in every format and design, and turns the exports into pictures to look at, with
// contact sheets. For eyes, not for a verdict: what a machine can tell is in test/unit/book and test/unit/services/exports.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import { chromium } from 'playwright-core';
import { storySchema } from '../common/domain/story';
import { browserPdfPrinter } from '../main/cli/browser-pdf-printer';
import { installedBrowser } from '../main/cli/installed-browser';
import { reportHtml, reportMarkdown } from '../main/services/exports/ai-use-report';
import { bookTypeOf, type FontBytes } from '../main/services/exports/book-type';
import { epubFrom } from '../main/services/exports/epub/epub';
import { flipBookFrom } from '../main/services/exports/flip-book/flip-book';
import { withProvenance } from '../main/services/exports/picture-provenance';
import { sampleDesigns } from './rasterise/designs';
import { printDesigns } from './rasterise/pdfs';
import { sampleBookFrom, type SampleBook } from './rasterise/sample-book';
import { shootEpub, shootFlipBook, shootPage } from './rasterise/screens';

const help = `rasterise-exports FOLDER [PART ...]: exports a sample story in every format and design into FOLDER and pictures of it.
PART is the beginning of a design's name (preset, page-a4, spreads, type, board, shop), or epub, html, report, pictures; without one: all.`;

const root = resolve(import.meta.dirname, '..');
const appName = 'Voken Studio';
/** Where Debian puts it. */
const EPUBCHECK = '/usr/share/java/epubcheck.jar';
const fontBytes: FontBytes = (folder, file) => readFile(join(root, 'node_modules/@fontsource', folder, 'files', file));

async function sampleIn(folder: string): Promise<SampleBook> {
  const made = join(folder, 'made');
  const storyFolder = join(made, 'story.vokenstory');
  if (!existsSync(join(storyFolder, 'story.json'))) {
    const begin = 'One evening a fox called Bruno found a paper lantern by the sea.';
    const flags = ['story', '--panels', '7', '--seed', '4', '--prompt', begin, '--out', made];
    execFileSync(process.execPath, ['--import', 'tsx', join(root, 'main/cli.ts'), ...flags], {
      cwd: root,
      stdio: 'inherit',
    });
  }
  return sampleBookFrom(
    storySchema.parse(JSON.parse(readFileSync(join(storyFolder, 'story.json'), 'utf8'))),
    storyFolder,
  );
}

function unpack(archive: Uint8Array, folder: string): void {
  for (const [name, bytes] of Object.entries(unzipSync(archive))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

async function main(): Promise<void> {
  const [target, ...parts] = process.argv.slice(2);
  if (target === undefined || target === '--help') {
    console.log(help);
    process.exit(target === undefined ? 1 : 0);
  }
  const out = resolve(target);
  mkdirSync(out, { recursive: true });
  const wants = (name: string): boolean => parts.length === 0 || parts.some((part) => name.startsWith(part));
  const executablePath = installedBrowser({ platform: process.platform, environment: process.env });
  if (executablePath === undefined)
    throw new Error('No Chrome, Edge or Chromium is installed; name one in VOKEN_BROWSER.');

  const book = await sampleIn(out);
  const { story, pictures } = book;
  const picture = ({ asset }: { asset: { sha256: string } }): Promise<Uint8Array> =>
    Promise.resolve(pictures.get(asset.sha256) ?? new Uint8Array());
  const designs = Object.fromEntries(Object.entries(sampleDesigns).filter(([name]) => wants(name)));
  const printer = browserPdfPrinter({ browser: executablePath, isRoot: process.getuid?.() === 0 });
  await printDesigns(book, designs, join(out, 'pdf'), { printer, fontBytes });

  const type = await bookTypeOf(story, fontBytes);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    if (wants('epub')) {
      const folder = join(out, 'epub');
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      const bytes = await epubFrom(story, { type, modified: new Date(story.createdAt), picture });
      const path = join(folder, 'book.epub');
      writeFileSync(path, bytes);
      unpack(bytes, join(folder, 'unpacked'));
      if (existsSync(EPUBCHECK)) execFileSync('java', ['-jar', EPUBCHECK, path], { stdio: 'inherit' });
      else console.log('The official epubcheck is not installed (package epubcheck): the EPUB was not checked by it.');
      await shootEpub(browser, join(folder, 'unpacked/EPUB'), folder);
    }
    if (wants('html')) {
      const folder = join(out, 'html');
      mkdirSync(folder, { recursive: true });
      const path = join(folder, 'book.html');
      writeFileSync(path, await flipBookFrom(story, { type, appName, picture }));
      await shootFlipBook(browser, path, folder);
    }
    if (wants('report')) {
      const folder = join(out, 'report');
      mkdirSync(folder, { recursive: true });
      const args = { story, now: new Date(story.createdAt), appName };
      writeFileSync(join(folder, 'report.html'), reportHtml(args));
      writeFileSync(join(folder, 'report.md'), reportMarkdown(args));
      await shootPage(browser, join(folder, 'report.html'), folder);
    }
  } finally {
    await browser.close();
  }
  if (wants('pictures')) {
    const folder = join(out, 'pictures');
    mkdirSync(folder, { recursive: true });
    for (const [index, panel] of story.panels.entries()) {
      const [shown] = panel.pictures;
      if (shown === undefined) continue;
      const about = { story, panel, number: index + 1, picture: shown, appName };
      writeFileSync(join(folder, `${index + 1}.${shown.asset.ext}`), withProvenance(await picture(shown), about));
    }
  }
  console.log(`Look at ${out}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
