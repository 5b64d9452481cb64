// The interface's part of the benchmark where it cannot run: it says what is missing, and a driver's answer is taken as it stands.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { benchInterface } from '../../../main/cli/bench-interface';
import { droppedShare, percentile, workPerFrame } from '../../bench/main-thread-trace';

let root: string;
const { signal } = new AbortController();
const put = (path: string, text = ''): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'voken-bench-interface-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('the interface bench', () => {
  it('names what is missing: the driver, the built app, a browser', async () => {
    const ask = (hasBrowser = true) => benchInterface(1, { root, hasBrowser, signal });
    expect(await ask()).toEqual({ missing: expect.stringContaining('test/bench') });
    put('test/bench/interface-bench.ts');
    expect(await ask()).toEqual({ missing: expect.stringContaining('npm run build') });
    put('out/main/index.js');
    expect(await ask(false)).toEqual({ missing: expect.stringContaining('VOKEN_BROWSER') });
  });
});

describe('figures of a trace', () => {
  const task = (atMs: number, ms: number) => ({ atMs, ms, cpuMs: ms / 2 });
  it('give each frame the work since the frame before', () => {
    const tasks = [task(0, 1), task(2, 5), task(10, 3), task(14, 4), task(30, 2)];
    // Frames are handed on at 6 (in the second task), 17 (in the fourth) and 31.
    const trace = { tasks, commitsMs: [6, 17, 31] };
    expect(workPerFrame(trace, ({ ms }) => ms)).toEqual([7, 2]);
    expect(workPerFrame(trace, ({ cpuMs }) => cpuMs)).toEqual([3.5, 1]);
  });
  it('count frames that did not come, and refuse a percentile of nothing', () => {
    expect(droppedShare([0, 16.7, 33.3, 66.7])).toBeCloseTo(1 / 4);
    expect(droppedShare([0, 16.7, 33.3])).toBe(0);
    expect(percentile([1, 2, 3, 4, 100], 0.95)).toBe(100);
    expect(
      percentile(
        Array.from({ length: 100 }, (_, n) => n + 1),
        0.95,
      ),
    ).toBe(95);
    expect(() => percentile([], 0.95)).toThrow(RangeError);
  });
});
