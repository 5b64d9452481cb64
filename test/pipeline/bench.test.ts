// `studio bench` on a tiny bundle: which figures come, that each was measured, and the shape of what is printed. Never how fast it is.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  markdownLines,
  runBench,
  tableLines,
  type BenchCommandPorts,
  type BenchOptions,
} from '../../main/cli/bench-command';
import { thisMachine, treePeakRssBytes } from '../../main/cli/machine';
import { failureFrom, outputTo } from '../../main/cli/output';
import { figureFrom, type Figure } from '../../main/evaluation/bench/figure';
import { writeTinyBundle } from '../support/tiny-bundle';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'bench-test-'));
  await writeTinyBundle(join(dir, 'bundle'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const NOON = Date.UTC(2026, 10, 22, 12);
async function run(
  how: { json?: boolean; runs?: number },
  ports: Partial<BenchCommandPorts> = {},
  options: Partial<BenchOptions> = {},
) {
  const { json = false, runs = 1 } = how;
  const printed: string[] = [];
  const streams = { stdout: { write: (text: string) => printed.push(text) }, stderr: { write: () => true } };
  const tempDir = await mkdtemp(join(dir, 'temp-'));
  const work = runBench(
    { runs, device: 'cpu', markdown: false, ...options },
    {
      bundleDir: join(dir, 'bundle'),
      tempDir,
      machine: thisMachine(NOON, process.versions.node),
      clock: { now: () => performance.timeOrigin + performance.now() },
      peakRssBytes: () => 123_000_000,
      output: outputTo(streams, json),
      signal: new AbortController().signal,
      ...ports,
    },
  );
  const failure = await work.then(() => undefined, failureFrom);
  return { stdout: printed.join(''), failure, left: await readdir(tempDir) };
}

const figures = [
  ['engine ready, empty cache', 'ms', 2],
  ['engine ready, warm cache', 'ms', 2],
  ['see one picture', 'ms', 2],
  ['prefill of 128 tokens', 'ms', 2],
  ['one token after 64', 'ms', 2],
  ['one token after 64: fed and fetched', 'bytes', 2],
  ['one token after 255', 'ms', 2], // the tiny bundle's window holds no 512
  ['one token after 255: fed and fetched', 'bytes', 2],
  ['vokens in one step and mapper', 'ms', 2],
  ['one guided step (batch of 2)', 'ms', 2],
  ['one guided step (batch of 2): fed and fetched', 'bytes', 2],
  ['decode a picture', 'ms', 2],
  ['whole panel (40 tokens, 20 guided steps)', 'ms', 14], // all but the first of eight, in each of two stories
  ['first token after the request', 'ms', 14],
  ["first preview after the drawing's start", 'ms', 14],
  ['eighth panel against the second', 'ratio', 2],
  ['peak memory of the process tree', 'bytes', 1],
];

describe('studio bench', { timeout: 180_000 }, () => {
  it('prints one JSON value with every figure measured as often as asked, and leaves nothing behind', async () => {
    const { stdout, failure, left } = await run({ json: true, runs: 2 });
    expect(failure).toBeUndefined();
    expect(stdout.trimEnd()).not.toContain('\n');
    const value = JSON.parse(stdout) as { machine: Record<string, unknown>; figures: Figure[] };
    expect(Object.keys(value)).toEqual(['machine', 'figures']);
    expect(value.machine).toMatchObject({ date: '2026-11-22', device: 'cpu', bundle: 'tiny' });
    expect(value.machine['cores']).toBeGreaterThan(0);
    expect(value.figures.map(({ name, unit, runs }) => [name, unit, runs])).toEqual(figures);
    for (const figure of value.figures) {
      expect(Object.keys(figure)).toEqual(['name', 'unit', 'median', 'min', 'max', 'runs']);
      expect(figure.min, figure.name).toBeGreaterThan(0);
      expect(figure.median).toBeGreaterThanOrEqual(figure.min);
      expect(figure.max).toBeGreaterThanOrEqual(figure.median);
      expect(Number.isFinite(figure.max)).toBe(true);
    }
    const of = (name: string): Figure => value.figures.find((figure) => figure.name.startsWith(name))!;
    // A panel holds its own parts: the measurement is of work that was done, not of an answer that was kept.
    expect(of('whole panel').min).toBeGreaterThan(of('first token').min + of('first preview').min);
    expect(of('peak memory').median).toBe(123_000_000);
    // Both halves of guidance: latents of 4 x 8 x 8, a timestep and 4 x 16 of conditioning in, noise out.
    expect(of('one guided step (batch of 2): fed').median).toBe(4 * 2 * (256 + 1 + 64) + 4 * 2 * 256);
    expect(of('one token after 255: fed').min).toBeGreaterThan(of('one token after 64: fed').max);
    expect(left).toEqual([]);
  });

  it('stops when it is told to, and says in one line when there is no bundle', async () => {
    const stop = new AbortController();
    let readings = 0;
    const clock = {
      now: () => {
        if (++readings === 60) stop.abort(); // in the middle of the first story
        return performance.now();
      },
    };
    const stopped = await run({ runs: 5 }, { signal: stop.signal, clock });
    expect(readings).toBeGreaterThanOrEqual(60);
    expect(stopped).toMatchObject({ stdout: '', failure: { exitCode: 130 }, left: [] });
    const missing = await run({}, { bundleDir: join(dir, 'nowhere') });
    expect(missing).toMatchObject({ stdout: '', failure: { exitCode: 1 }, left: [] });
    expect(missing.failure!.line).toContain('manifest.json');
  });
});

describe('studio bench of a configuration', () => {
  const command = (options: Partial<BenchOptions>) => run({}, {}, options);
  it('needs random weights for the full size, and says what there is otherwise', async () => {
    for (const options of [{ config: 'minigpt5-7b' }, { config: 'gpt' }, { randomWeights: true }]) {
      const { stdout, failure } = await command(options);
      expect(stdout).toBe('');
      expect(failure!.exitCode).toBe(2);
      expect(failure!.line).toContain('--random-weights');
    }
  });
});

describe('what people read', () => {
  const machine = {
    cpu: 'A processor',
    cores: 2,
    memory: 8 * 2 ** 30,
    system: 'linux',
    node: '20.1.2',
    date: '2026-11-22',
    load: 0.5,
  };
  const result = {
    bundle: { name: 'tiny', digest: '0123456789abcdef' },
    device: 'cpu',
    figures: [
      figureFrom('decode a picture', 'ms', [3.14159, 42.42, 1234.5]),
      figureFrom('eighth panel against the second', 'ratio', [1.284]),
      figureFrom('peak memory', 'bytes', [987_654_321]),
      figureFrom('one step: fed and fetched', 'bytes', [12_345]),
    ],
  };

  it('is a table with aligned columns, under the machine and the day', () => {
    const [head, , columns, ...rows] = tableLines(machine, result);
    expect(head).toBe(
      'Bundle "tiny" on cpu. 2026-11-22: A processor, 2 cores, 8 GiB, linux, Node 20.1.2; load before the start 0.5.',
    );
    expect(new Set([columns, ...rows].map((row) => row!.length)).size).toBe(1);
    expect(rows[0]).toMatch(/^decode a picture +42\.4 ms +3\.14 ms +1\.23 s +3$/);
    expect(rows[1]).toMatch(/^eighth panel against the second +1\.28 x +1\.28 x +1\.28 x +1$/);
  });

  it('is the same in Markdown', () => {
    const lines = markdownLines(machine, result);
    expect(lines[0]).toMatch(/^Bundle `tiny` \(manifest `0123456789ab`\) on `cpu`\. 2026-11-22: A processor/);
    expect(lines.slice(2)).toEqual([
      '| part | median | min | max | runs |',
      '|---|---:|---:|---:|---:|',
      '| decode a picture | 42.4 ms | 3.14 ms | 1.23 s | 3 |',
      '| eighth panel against the second | 1.28 x | 1.28 x | 1.28 x | 1 |',
      '| peak memory | 988 MB | 988 MB | 988 MB | 1 |',
      '| one step: fed and fetched | 12.3 kB | 12.3 kB | 12.3 kB | 1 |',
    ]);
  });

  it('says where there is no bundle but random weights', () => {
    const random = { ...result, bundle: { name: 'minigpt5-7b', digest: null } };
    expect(tableLines(machine, random)[0]).toMatch(/^Configuration "minigpt5-7b" with random weights on cpu\. 2026/);
    expect(markdownLines(machine, random)[0]).toMatch(
      /^Configuration `minigpt5-7b` with random weights on `cpu`\. 2026/,
    );
  });
});

describe('figures', () => {
  it('are the median and the ends of their samples, whatever their order', () => {
    expect(figureFrom('a', 'ms', [9, 1, 4])).toEqual({ name: 'a', unit: 'ms', median: 4, min: 1, max: 9, runs: 3 });
    expect(figureFrom('a', 'ms', [9, 1, 4, 2]).median).toBe(3);
    expect(() => figureFrom('a', 'ms', [])).toThrow('at least one');
    expect(() => figureFrom('a', 'ms', [1, Number.NaN])).toThrow('finite');
  });

  it.runIf(process.platform === 'linux')('count the memory of a process and its children', () => {
    const own = treePeakRssBytes(process.pid)!;
    expect(own).toBeGreaterThanOrEqual(process.memoryUsage.rss() * 0.5);
    expect(treePeakRssBytes(process.ppid)!).toBeGreaterThan(own); // the parent holds this process too
    expect(treePeakRssBytes(2 ** 30)).toBeUndefined(); // no such process
  });
});
