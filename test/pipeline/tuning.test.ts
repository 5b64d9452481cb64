// Tuning end to end on a tiny random bundle: real ONNX Runtime, real folders. What is learned is not judged; that it proves itself, can be
// killed and goes on with the same losses, leaves out what cannot be learned from by name, and refuses too little, is.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Command } from 'commander';
import { outputTo } from '../../main/cli/output';
import { tuneCommand } from '../../main/cli/tune-command';
import { visionInputFrom } from '../../main/pipeline/image/vision-input';
import { adapterFitOf } from '../../main/runtime/adapters/adapter-fit';
import { readAdapter } from '../../main/runtime/adapters/read-adapter';
import { readBundle } from '../../main/runtime/bundle';
import { nodeRunFiles, type RunFiles } from '../../main/training/run/run-files';
import type { TuneCheck } from '../../main/training/tuning/checks';
import { estimateTune, tune, type TunePorts, type TuneResult } from '../../main/training/tuning/tune';
import { tuneSettings, type TuneSettings } from '../../main/training/tuning/tune-settings';
import { readTuningSet, type TuningSet } from '../../main/training/tuning/tuning-set';
import { writeDataSet } from '../../native-models/miniature/world/world';
import { fileError, temporaryFolder } from '../support/failing-files';
import { writeTinyBundle } from '../support/tiny-bundle';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 }); // opening a step graph takes seconds, more on a busy machine
let shared: { path: string; remove: () => void };
let folder: { path: string; remove: () => void };
let set: TuningSet;
let whole: TuneResult;
const inShared = (name: string): string => join(shared.path, name);
const inFolder = (name: string): string => join(folder.path, name);

const settings: TuneSettings = {
  ...tuneSettings('quick', { rank: 4, steps: 6 }),
  checkEvery: 2,
  ownPanels: 3,
  priorPanels: 2,
  drawn: 4,
  priorStories: 2,
  patience: 9,
};

beforeAll(async () => {
  shared = temporaryFolder();
  folder = shared;
  await writeTinyBundle(inShared('bundle'));
  await writeDataSet({ kind: 'stories', seed: 4, count: 3, out: inShared('stories'), sizePx: 16 });
  set = await readSet([inShared('stories')]);
  whole = await trial('whole');
});
afterAll(() => {
  shared.remove();
});
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

const readSet = (paths: string[]): Promise<TuningSet> =>
  readTuningSet(paths, { readPixels: visionInputFrom, size: { sizePx: 16, mean: [0, 0, 0], std: [1, 1, 1] } });

const ports = (run: string, more: Partial<TunePorts> = {}): TunePorts => ({
  run: inFolder(run),
  checksDir: join(inFolder(run), 'checks'),
  resume: false,
  cacheDir: inShared('cache'),
  readPixels: visionInputFrom,
  tellOwnStories: ({ dir }) => {
    // What the bundle would tell: the pictures of the world serve as well here.
    mkdirSync(dir, { recursive: true });
    const lines = readFileSync(join(inShared('stories'), 'index.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .slice(0, 2);
    const stories = lines.map((line, i) => {
      const { panels } = JSON.parse(line) as { panels: { text: string; image: string }[] };
      return { id: `own-${i}`, panels: panels.slice(0, 2).map(({ text, image }) => ({ text, image })) };
    });
    for (const { image } of stories.flatMap(({ panels }) => panels))
      cpSync(join(inShared('stories'), image), join(dir, image));
    writeFileSync(join(dir, 'index.jsonl'), stories.map((story) => `${JSON.stringify(story)}\n`).join(''));
    return Promise.resolve();
  },
  files: nodeRunFiles,
  clock: { now: () => performance.now() },
  rssBytes: () => process.memoryUsage.rss(),
  ...more,
});

const trial = (run: string, more: Partial<TunePorts> = {}, changed: Partial<TuneSettings> = {}): Promise<TuneResult> =>
  tune({ set, settings: { ...settings, ...changed }, bundleDir: inShared('bundle'), threads: 1 }, ports(run, more));

/** Numbers of every line of a run's metrics but times. */
const losses = (run: string): Record<string, number>[] =>
  readFileSync(join(run, 'metrics.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const { seconds: _seconds, ...rest } = JSON.parse(line) as Record<string, number>;
      return rest;
    });

function expectSame(run: string): void {
  const [one, two] = [losses(inShared('whole')), losses(inFolder(run))];
  expect(two).toHaveLength(one.length);
  one.forEach((line, i) => {
    for (const name of ['loss', 'text', 'ldm', 'caption', 'gradientNorm'])
      if (line[name] !== undefined) expect(Math.abs(line[name] - two[i]![name]!)).toBeLessThan(1e-6);
  });
}

describe('a tuning', () => {
  it('is taught by the bundle itself what its own world looks like, so that nothing pulls at it before anything has moved', async () => {
    await trial('taught', {}, { ownPanels: 0, steps: 1, checkEvery: 1, drop: { prior: 0.5, own: 0 } });
    const [first] = losses(inFolder('taught'));
    expect(first?.['ldm']).toBeLessThan(1e-8);
    expect(losses(inShared('whole'))[0]?.['ldm']).toBeGreaterThan(1e-3); // the writer's panels do pull
  });

  it('proves each checkpoint, and its best one is an adapter that reads as one', async () => {
    const checks = readdirSync(join(inShared('whole'), 'checks')).sort();
    expect(checks).toEqual(['2', '4', '6']);
    const proofs = checks.map(
      (name) =>
        (JSON.parse(readFileSync(join(inShared('whole'), 'checks', name, 'check.json'), 'utf8')) as TuneCheck).proof,
    );
    expect(proofs[0]?.changedSinceLast).toBeNull();
    for (const { normPerPart, changedSinceLast } of proofs) {
      for (const part of ['voice', 'look', 'vokens', 'mapper'] as const) expect(normPerPart[part]).toBeGreaterThan(0);
      expect(changedSinceLast).not.toBe(0);
    }
    const adapter = await readAdapter(whole.dir, await adapterFitOf(await readBundle(inShared('bundle'))));
    expect(adapter.parts.voice?.rank).toBe(4);
    expect(adapter.normPerPart.look).toBeCloseTo(whole.best.proof.normPerPart.look!, 4);
    expect(adapter.normPerPart.voice).toBeCloseTo(whole.best.proof.normPerPart.voice!, 4);
  });

  it('goes on after Ctrl-C with the losses that it would have had', async () => {
    const stop = new AbortController();
    const stopped = trial('run', {
      signal: stop.signal,
      onProgress: ({ step }) => {
        if (step === 3) stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    const result = await trial('run', { resume: true });
    expectSame('run');
    expect(result.best.step).toBe(whole.best.step);
    expect(result.validation.before).toBeCloseTo(whole.validation.before, 6);
    expect(result.best.proof.changedSinceLast ?? 0).toBeCloseTo(whole.best.proof.changedSinceLast ?? 0, 5);
  });

  it('goes on after a kill, from the last save, and makes a cut checkpoint again', async () => {
    const died = trial('run', {
      onProgress: ({ step }) => {
        if (step === 5) throw new Error('killed');
      },
    });
    await expect(died).rejects.toThrow('killed');
    rmSync(join(inFolder('run'), 'checks', '4', 'check.json'));
    await trial('run', { resume: true });
    expectSame('run');
  });

  it('says so when the disk is full, and goes on when there is room again', async () => {
    let saves = 0;
    const full: RunFiles = {
      ...nodeRunFiles,
      writeSynced: (path, pieces) =>
        path.includes('checkpoints') && ++saves === 2
          ? Promise.reject(fileError('ENOSPC'))
          : nodeRunFiles.writeSynced(path, pieces),
    };
    await expect(trial('run', { files: full })).rejects.toMatchObject({ code: 'disk-full' });
    await trial('run', { resume: true });
    expectSame('run');
  });

  it('ends early when the held-out loss no longer falls', async () => {
    const result = await trial('run', {}, { rates: { voice: 0.5, look: 0.5, mapper: 0.5 }, patience: 1, steps: 40 });
    expect(result.steps).toBeLessThan(40);
    expect(result.best.step).toBeLessThan(result.steps);
  });

  it('does not believe a checkpoint whose pictures are those of the model itself', async () => {
    const same = [new Float32Array([0.1, 0.5])];
    await expect(trial('run', { drawSamples: () => Promise.resolve(same) })).rejects.toThrow(
      /step 2 is not used: pictures of the same seed differ/,
    );
  });

  it('estimates without making a run', async () => {
    const told = await estimateTune({ set, settings, bundleDir: inShared('bundle'), threads: 1 }, ports('none'));
    expect(told.seconds).toBeGreaterThan(0);
    expect(told.peakBytes).toBeGreaterThan(1e7);
    expect(told.newWords).toEqual([]); // too few characters of its own
    expect(existsSync(inFolder('none'))).toBe(false);
  });
});

describe('what is learned from', () => {
  it('reads a story folder and names what it leaves out', async () => {
    const dir = inFolder('My hero.vokenstory');
    mkdirSync(join(dir, 'assets'), { recursive: true });
    const pictures = readdirSync(inShared('stories')).filter((name) => name.endsWith('.png'));
    const panel = (i: number, text: string, sha256 = String(i).repeat(64)): object => ({
      id: `p${i}`,
      text,
      pictures: sha256 === '' ? [] : [{ id: 'v', asset: { sha256, ext: 'png' } }],
      chosenPictureId: 'v',
    });
    for (const i of [1, 2, 3, 4, 5])
      cpSync(join(inShared('stories'), pictures[i]!), join(dir, 'assets', `${String(i).repeat(64)}.png`));
    writeFileSync(join(dir, 'assets', `${'6'.repeat(64)}.png`), 'no picture');
    const panels = [1, 2, 3, 4].map((i) => panel(i, `Zorro went on, ${i}.`));
    const odd = [panel(5, ''), panel(6, 'Broken.'), panel(7, 'Gone.'), panel(8, 'Unseen.', '')];
    writeFileSync(join(dir, 'story.json'), JSON.stringify({ title: 'My hero', panels: [...panels, ...odd] }));
    const { counts, leftOut } = await readSet([dir]);
    expect(counts).toEqual({ stories: 1, panels: 4 });
    expect(leftOut.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
      'My hero, panel 5: it has a picture and no text',
      'My hero, panel 8: it has text and no picture',
      expect.stringMatching(/^My hero, panel 6: .*not a picture/),
      'My hero, panel 7: its picture file is not there',
    ]);
  });

  it('reads a folder of pictures with captions, and refuses too few with the reason', async () => {
    const dir = inFolder('drawings');
    mkdirSync(dir);
    const pictures = readdirSync(inShared('stories')).filter((name) => name.endsWith('.png'));
    for (const i of [0, 1, 2, 3, 4]) cpSync(join(inShared('stories'), pictures[i]!), join(dir, `drawing ${i}.png`));
    for (const i of [0, 1, 2]) writeFileSync(join(dir, `drawing ${i}.txt`), `\uFEFFZorro the cat, ${i}\r\n`);
    await expect(readSet([dir])).rejects.toThrow(
      'Tuning needs at least 4 panels that have words and a picture; 3 were found. Left out: 2, the first drawing 3.png: drawing 3.txt is not there or says nothing.',
    );
    writeFileSync(join(dir, 'drawing 3.txt'), 'Zorro sleeps');
    const { stories, counts } = await readSet([dir]);
    expect(counts).toEqual({ stories: 4, panels: 4 });
    expect(stories[0]?.panels[0]?.text).toBe('Zorro the cat, 0');
  });

  it('refuses a folder that holds nothing, and one that is not there', async () => {
    mkdirSync(inFolder('empty'));
    await expect(readSet([inFolder('empty')])).rejects.toThrow('holds nothing to learn from');
    await expect(readSet([inFolder('gone')])).rejects.toThrow('is not there');
  });
});

describe('studio tune', () => {
  it('gives the promised JSON and an adapter with its card', async () => {
    let stdout = '';
    const streams = { stdout: { write: (text: string) => (stdout += text) }, stderr: { write: () => true } };
    const command: Command = tuneCommand({
      bundleDirOf: () => inShared('bundle'),
      cacheDir: inFolder('cache'),
      clock: { now: () => Date.now() },
      peakRssBytes: () => process.resourceUsage().maxRSS * 1024,
      rssBytes: () => process.memoryUsage.rss(),
      outputOf: ({ json }) => outputTo(streams, json === true),
      signal: new AbortController().signal,
    });
    const out = inFolder('adapter');
    const args = ['--story', inShared('stories'), '--out', out, '--name', 'Zorro', '--steps', '2', '--rank', '4'];
    await command.parseAsync([...args, '--rate', '0.01', '--threads', '1', '--no-world', '--json'], { from: 'user' });
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(result).toMatchObject({ adapter: out, steps: 2, bestStep: 2 });
    for (const key of ['seconds', 'peakRss', 'effectOnSamples']) expect(result[key]).toBeGreaterThan(0);
    expect(result['validation']).toEqual({ before: expect.any(Number) as number, after: expect.any(Number) as number });
    const { card } = await readAdapter(out, await adapterFitOf(await readBundle(inShared('bundle'))));
    expect(card).toMatchObject({ name: 'Zorro', training: { preset: 'quick', bestStep: 2 }, proof: { finite: true } });
  });
});
