/**
 * Checkpoints lower the peak, measured: the same step of twelve blocks with and without them, each in a process of its
 * own. Written the naive way (recomputed at once, or merged by the runtime) the two peaks would be equal.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const script = fileURLToPath(new URL('./peak-memory-run.ts', import.meta.url));

interface Run {
  readonly peakMb: number;
  readonly sum: number;
}

async function run(kind: 'stored' | 'checkpointed'): Promise<Run> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', script, kind, '12']);
  return JSON.parse(stdout) as Run;
}

it('twelve blocks with checkpoints take less than 0.6 of the memory, for the same gradient', async () => {
  const stored = await run('stored');
  const checkpointed = await run('checkpointed');
  expect(stored.peakMb).toBeGreaterThan(60); // otherwise there is nothing to save
  expect(checkpointed.peakMb / stored.peakMb).toBeLessThan(0.6); // 0.25 where it was written
  expect(Math.abs(checkpointed.sum - stored.sum) / stored.sum).toBeLessThan(1e-4);
}, 180_000);
