// The drawing style on its way through whole generations on a tiny random bundle: what is read, what it changes, what is refused.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storySchema } from '../../common/domain/story';
import { failureFrom, outputTo } from '../../main/cli/output';
import { runStory } from '../../main/cli/story-command';
import type { PipelineRequest } from '../../main/pipeline/generate';
import { openPipeline, type Pipeline } from '../../main/pipeline/pipeline';
import { readBundle } from '../../main/runtime/bundle';
import { writeTinyBundle } from '../support/tiny-bundle';
import { tinyStyles } from '../support/tiny-styles';

let dir: string;
let pipeline: Pipeline;
let ticks = 0;
const open = (bundle: string): Promise<Pipeline> =>
  openPipeline({
    bundleDir: join(dir, bundle),
    cacheDir: join(dir, 'cache'),
    device: 'cpu',
    clock: { now: () => ticks++ },
  });

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'drawing-style-'));
  await writeTinyBundle(join(dir, 'styled'), { manifest: { styles: tinyStyles } });
  await writeTinyBundle(join(dir, 'plain'));
  pipeline = await open('styled');
});
afterAll(async () => {
  await pipeline.close();
  await rm(dir, { recursive: true, force: true });
});

const TEXT = 'One night Pip the fox found a lantern.';
const request = (style: string | undefined, change: Partial<PipelineRequest> = {}): PipelineRequest => ({
  mode: 'picture',
  context: [],
  referencePaths: [],
  text: TEXT,
  imagePath: null,
  options: { seed: 7, style },
  assetsDir: join(dir, 'assets'),
  ...change,
});
const pictureOf = async (style: string | undefined, change: Partial<PipelineRequest> = {}) =>
  (await pipeline.generate(request(style, change))).asset!.sha256;

describe('a drawing style', () => {
  it('is told to the interface with its name', () => {
    expect(pipeline.summary.styles).toEqual(tinyStyles);
  });

  it('is read as a line before the first panel, as a story in training begins', async () => {
    const pictures = [await pictureOf('flat'), await pictureOf('ink'), await pictureOf('pastel')];
    expect(new Set(pictures).size).toBe(3);
    const { cache, tokenizer } = pipeline;
    await pipeline.generate(request('ink'));
    expect(cache.length).toBe(1 + tokenizer.encode(` Drawn in ink. ${TEXT}`).length); // 1: the start token
  });

  it('is the first one where none is named, and stands in what the picture says of itself', async () => {
    const unnamed = await pipeline.generate(request(undefined));
    expect(unnamed.asset!.sha256).toBe(await pictureOf('flat'));
    expect(unnamed.generation.style).toBe('flat');
    expect((await pipeline.generate(request('ink'))).generation.style).toBe('ink');
  });

  it('stands once in a manifest, by a name that a file can hold', async () => {
    for (const [styles, words] of [
      [[tinyStyles[0]!, { id: 'flat', name: 'Flat too' }], 'wrong at styles: expected every style once'],
      [[{ id: '../ink', name: 'Ink' }], 'wrong at styles.0.id'],
    ] as const) {
      await writeTinyBundle(join(dir, 'broken'), { manifest: { styles: [...styles] } });
      await expect(readBundle(join(dir, 'broken'))).rejects.toMatchObject({
        code: 'weights-corrupt',
        message: expect.stringContaining(words) as string,
      });
    }
  });

  it('is kept from panel to panel to the same bytes as read anew', async () => {
    const first = await pipeline.generate(request('ink'));
    const context = [{ text: first.text, imagePath: join(dir, 'assets', `${first.asset!.sha256}.png`) }];
    const warm = await pipeline.generate(request('ink', { context, text: 'Then it slept.' }));
    pipeline.cache.clear();
    const cold = await pipeline.generate(request('ink', { context, text: 'Then it slept.' }));
    expect(cold.asset).toEqual(warm.asset);
  });

  it('is refused with the names of those that there are', async () => {
    await expect(pipeline.generate(request('oil'))).rejects.toMatchObject({
      code: 'bad-request',
      message: 'This model has no drawing style called “oil”.',
      hint: 'Choose one of flat, ink, pastel.',
    });
  });

  it('leaves a bundle without styles as it was, and is refused there', async () => {
    const plain = await open('plain');
    try {
      const result = await plain.generate(request(undefined));
      expect(plain.summary.styles).toEqual([]);
      expect(result.generation.style).toBeUndefined();
      expect(result.asset!.sha256).toBe(await pictureOf('flat')); // unsaid is the same as not there
      await expect(plain.generate(request('ink'))).rejects.toMatchObject({
        code: 'bad-request',
        hint: 'It draws in one style only: ask for none.',
      });
    } finally {
      await plain.close();
    }
  });
});

describe('studio story --style', () => {
  async function run(style: string | undefined, bundle = 'styled') {
    const out = await mkdtemp(join(dir, 'out-'));
    const stdout: string[] = [];
    const failure = await runStory(
      {
        prompt: TEXT,
        image: [],
        adapters: [],
        panels: 2,
        seed: 7,
        title: undefined,
        style,
        device: 'cpu',
        trim: 'square-8.5',
        out,
      },
      {
        bundleDir: join(dir, bundle),
        cacheDir: join(dir, 'cache'),
        fontBytes: () => Promise.resolve(new Uint8Array(1)),
        printer: { print: () => Promise.resolve(new Uint8Array([0x25, 0x50, 0x44, 0x46])) },
        clock: { now: () => 1_700_000_000_000 },
        peakRssBytes: () => 1,
        output: outputTo({ stdout: { write: (text: string) => stdout.push(text) }, stderr: { write: () => 0 } }, true),
        signal: new AbortController().signal,
      },
    ).then(() => undefined, failureFrom);
    return { out, failure, stdout: stdout.join('') };
  }
  const storyOf = async (out: string) =>
    storySchema.parse(JSON.parse(await readFile(join(out, 'story.vokenstory', 'story.json'), 'utf8')));

  it('draws every panel in it, and the story remembers it', async () => {
    const ink = await storyOf((await run('ink')).out);
    expect(ink.style).toBe('ink');
    expect(ink.panels.map(({ pictures }) => pictures[0]?.generation?.style)).toEqual(['ink', 'ink']);
    const unnamed = await storyOf((await run(undefined)).out);
    expect(unnamed.style).toBeUndefined();
    expect(unnamed.panels[0]!.pictures[0]!.asset).not.toEqual(ink.panels[0]!.pictures[0]!.asset);
  });

  it('refuses one that the bundle does not know in one line that names the known ones', async () => {
    const { failure, stdout } = await run('oil');
    expect(stdout).toBe('');
    expect(failure).toEqual({
      line: 'studio: This model has no drawing style called “oil”. Choose one of flat, ink, pastel.',
      exitCode: 2,
    });
    expect((await run('ink', 'plain')).failure).toMatchObject({ exitCode: 2 });
  });
});
