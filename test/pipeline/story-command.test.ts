// `studio story` on a tiny bundle: what it writes, what it says, and that a real browser's PDF holds the text and the pictures.
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storySchema } from '../../common/domain/story';
import { browserPdfPrinter } from '../../main/cli/browser-pdf-printer';
import { installedBrowser } from '../../main/cli/installed-browser';
import { failureFrom, outputTo } from '../../main/cli/output';
import { runStory, type StoryOptions, type StoryPorts } from '../../main/cli/story-command';
import type { PdfPrinter } from '../../main/services/exports/pdf-printer';
import { writeTinyAdapter } from '../support/tiny-adapter';
import { writeTinyBundle } from '../support/tiny-bundle';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'story-command-'));
  await writeTinyBundle(join(dir, 'bundle'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const fontBytes: StoryPorts['fontBytes'] = (folder, file) =>
  readFile(join(import.meta.dirname, '../../node_modules/@fontsource', folder, 'files', file));
const PROMPT = 'One night Pip the fox found a lantern by the sea.';
/** A printer without a browser: empty pages and the name of a font, enough to see that printing was asked for. */
const paperPrinter: PdfPrinter = {
  async print({ html, files }) {
    const document = await PDFDocument.create();
    for (const _page of html.matchAll(/<section class="page"/g)) document.addPage();
    document.context.register(document.context.obj({ Type: 'Font', Subtype: 'Type3', BaseFont: 'Literata-Regular' }));
    const pictures = [...files.keys()].filter((name) => name.startsWith('pictures/'));
    document.setSubject(`${pictures.length} pictures, ${files.size - pictures.length} fonts`);
    return document.save();
  },
};

async function run(options: Partial<StoryOptions> = {}, ports: Partial<StoryPorts> = {}) {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const out = await mkdtemp(join(dir, 'out-'));
  const work = runStory(
    {
      prompt: PROMPT,
      image: [],
      adapters: [],
      panels: 3,
      seed: 7,
      title: undefined,
      device: 'cpu',
      trim: 'square-8.5',
      out,
      ...options,
    },
    {
      bundleDir: join(dir, 'bundle'),
      cacheDir: join(dir, 'cache'),
      printer: paperPrinter,
      fontBytes,
      clock: { now: () => 1_700_000_000_000 },
      peakRssBytes: () => 1,
      output: outputTo(
        {
          stdout: { write: (text: string) => stdout.push(text) },
          stderr: { write: (text: string) => stderr.push(text) },
        },
        true,
      ),
      signal: new AbortController().signal,
      ...ports,
    },
  );
  const failure = await work.then(() => undefined, failureFrom);
  return { out, stdout: stdout.join(''), stderr: stderr.join(''), failure };
}

interface Result {
  bundle: string;
  adapters: { name: string; strength: number }[];
  seed: number;
  panels: { index: number; text: string; image: string; ms: Record<string, number> }[];
  files: Record<'story' | 'html' | 'pdf', string>;
  peakRss: number;
}

describe('studio story', () => {
  it('writes a story, a page and a PDF, and one JSON value', async () => {
    const { stdout, failure, out } = await run();
    expect(failure).toBeUndefined();
    expect(stdout.trimEnd()).not.toContain('\n');
    const result = JSON.parse(stdout) as Result;
    expect(Object.keys(result)).toEqual(['bundle', 'device', 'adapters', 'seed', 'panels', 'files', 'peakRss']);
    expect(result.panels.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(result.panels[0]!.text).toBe(PROMPT);
    expect(Object.keys(result.panels[0]!.ms)).toEqual(['see', 'write', 'map', 'draw', 'decode']);
    const story = storySchema.parse(JSON.parse(await readFile(join(out, 'story.vokenstory', 'story.json'), 'utf8')));
    expect(story.panels.map(({ text, origin }) => [text, origin])).toEqual(
      result.panels.map(({ text }, index) => [text, index === 0 ? 'human' : 'model']),
    );
    for (const { image } of result.panels) expect((await sharp(await readFile(image)).metadata()).width).toBe(16);
    const html = await readFile(result.files.html, 'utf8');
    expect(html.match(/src="data:image\/png;base64,/g)!.length).toBeGreaterThanOrEqual(3);
    expect(html).not.toMatch(/(src|href)="(?!data:)/); // nothing from outside
    expect(html).toContain("default-src 'none'");
    const pdf = await PDFDocument.load(await readFile(result.files.pdf));
    expect(pdf.getSubject()).toBe('3 pictures, 14 fonts');
  });

  it('tells and draws with adapters by their strength, and says which in the story', async () => {
    const adapter = join(dir, 'adapter');
    await writeTinyAdapter(adapter, join(dir, 'bundle'), { look: ['to_q', 'to_v'], mapper: true, size: 1 });
    const made = async (adapters: StoryOptions['adapters']) => {
      const { stdout, out } = await run({ panels: 2, adapters });
      const { panels, adapters: used } = JSON.parse(stdout) as Result;
      const story = storySchema.parse(JSON.parse(await readFile(join(out, 'story.vokenstory', 'story.json'), 'utf8')));
      return { pictures: panels.map(({ image }) => image.slice(-68)), used, story };
    };
    const [none, zero, half, whole] = [
      await made([]),
      await made([{ dir: adapter, strength: 0 }]),
      await made([{ dir: adapter, strength: 0.5 }]),
      await made([{ dir: adapter, strength: 1 }]),
    ];
    expect(zero.pictures).toEqual(none.pictures);
    expect([none.used, zero.used]).toEqual([[], []]);
    expect(new Set([none, half, whole].map(({ pictures }) => pictures[0])).size).toBe(3);
    expect(half.used).toMatchObject([{ name: 'Nell the heron', strength: 0.5 }]);
    for (const panel of half.story.panels) expect(panel.pictures[0]!.generation!.adapters).toEqual(half.used);
  });

  it('refuses a bad adapter before the first panel', async () => {
    const adapter = join(dir, 'foreign');
    const card = { bundle: { name: 'forest-7b', digest: 'f'.repeat(64) } };
    await writeTinyAdapter(adapter, join(dir, 'bundle'), { card });
    const { failure, out } = await run({ adapters: [{ dir: adapter, strength: 0 }] });
    expect(failure).toBeDefined();
    expect(failure!.line).toContain('was made for the bundle forest-7b (ffffffff), not for');
    expect(await readdir(join(out, 'story.vokenstory', 'assets'))).toEqual([]);
  });

  it('repeats itself with the same seed, and not with another prompt, seed or picture', async () => {
    const drawing = join(dir, 'bear.png');
    await sharp({ create: { width: 50, height: 50, channels: 3, background: '#6b3a1b' } })
      .png()
      .toFile(drawing);
    const pictures = async (options: Partial<StoryOptions>) =>
      (JSON.parse((await run({ panels: 2, ...options })).stdout) as Result).panels.map(({ image }) => image.slice(-68));
    const first = await pictures({});
    expect(await pictures({})).toEqual(first);
    for (const change of [{ prompt: 'A bear slept in the forest.' }, { seed: 8 }, { image: [drawing] }]) {
      for (const [index, picture] of (await pictures(change)).entries()) expect(picture).not.toBe(first[index]);
    }
  });

  it('continues a prompt that breaks off, and begins where there is none', async () => {
    const open = JSON.parse((await run({ prompt: 'One night the', panels: 1 })).stdout) as Result;
    expect(open.panels[0]!.text.startsWith('One night the')).toBe(true);
    expect(open.panels[0]!.text.length).toBeGreaterThan('One night the'.length);
    const empty = await run({ prompt: ' ', panels: 1 });
    expect(empty.stderr).toContain('The prompt is empty');
    expect((JSON.parse(empty.stdout) as Result).panels[0]!.text).not.toBe('');
  });

  it('says what this small model cannot draw, and draws', async () => {
    const { stderr, stdout } = await run({ prompt: 'A dragon sat in the castle.', panels: 1 });
    expect(stderr).toContain('cannot draw: dragon, castle');
    expect((JSON.parse(stdout) as Result).panels).toHaveLength(1);
  });

  it('fails in one line, with nothing on stdout', async () => {
    const text = join(dir, 'letter.png');
    await writeFile(text, 'Dear reader');
    for (const [options, ports, exitCode, words] of [
      [{ image: [text] }, {}, 2, 'letter.png is not a picture'],
      [{ image: [join(dir, 'gone.png')] }, {}, 2, 'cannot be read'],
      [{ device: 'quantum' }, {}, 2, 'No device is called'],
      [{}, { bundleDir: join(dir, 'none') }, 1, 'no readable manifest.json'],
      [{}, { signal: AbortSignal.abort() }, 130, 'cancelled'],
      [{ panels: 1 }, { printer: undefined }, 1, 'story.pdf was not written'],
    ] satisfies [Partial<StoryOptions>, Partial<StoryPorts>, number, string][]) {
      const { failure, stdout } = await run(options, ports);
      expect(stdout).toBe('');
      expect(failure).toMatchObject({ exitCode, line: expect.stringContaining(words) as string });
      expect(failure!.line).not.toContain('\n');
    }
  });

  const browser = installedBrowser({ platform: process.platform, environment: process.env });
  it.skipIf(browser === undefined)(
    'prints with the installed browser: tagged, titled, every panel on a page',
    async () => {
      const scratch = await mkdtemp(join(dir, 'scratch-'));
      const printer = browserPdfPrinter({ browser: browser!, isRoot: process.getuid?.() === 0, scratch });
      const { stdout, failure } = await run({ title: 'Pip & the <Lantern>' }, { printer });
      expect(failure).toBeUndefined();
      const { files } = JSON.parse(stdout) as Result;
      const pdf = await PDFDocument.load(await readFile(files.pdf));
      expect(pdf.getPageCount()).toBe(4);
      expect(pdf.getPage(1).getSize()).toEqual({ width: 612, height: 612 });
      expect(pdf.getTitle()).toBe('Pip & the <Lantern>');
      expect(pdf.catalog.toString()).toMatch(/\/StructTreeRoot/);
      expect(pdf.catalog.toString()).toMatch(/\/Outlines/);
      expect(await readdir(scratch)).toEqual([]);
    },
  );

  it.skipIf(browser === undefined)('says so when the browser cannot start', async () => {
    const { failure } = await run(
      { panels: 1 },
      { printer: browserPdfPrinter({ browser: '/bin/false', isRoot: false }) },
    );
    expect(failure).toMatchObject({ exitCode: 1, line: expect.stringContaining('browser') as string });
  });
});
