// The command line of training on a tiny bundle: JSON as promised, one clear line on failure, unseen characters refused, and what it exports
// opens as a bundle.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BundleManifest } from '../../common/domain/bundle';
import { failureFrom, outputTo } from '../../main/cli/output';
import { exportCommand, trainCommand, type TrainPorts } from '../../main/cli/train-command';
import { readAdapterCard } from '../../main/runtime/adapters/adapter-card-file';
import { writeMergedBundle } from '../../main/runtime/adapters/merged-bundle';
import { openPipeline } from '../../main/pipeline/pipeline';
import { openBundle, readBundle } from '../../main/runtime/bundle';
import { readPrefixTable } from '../../main/runtime/language-prefix';
import { openCheckpoint } from '../../native-models/weights/checkpoint';
import { writeDataSet } from '../../native-models/miniature/world/world';
import { temporaryFolder } from '../support/failing-files';
import { writeTinyBundle } from '../support/tiny-bundle';

vi.setConfig({ testTimeout: 240_000 }); // opening a step graph takes seconds, more on a busy machine
let folder: { path: string; remove: () => void };
const inFolder = (name: string): string => join(folder.path, name);
beforeAll(async () => {
  folder = temporaryFolder();
  await writeTinyBundle(inFolder('bundle'));
  await writeDataSet({ kind: 'scenes', seed: 4, count: 8, out: inFolder('scenes'), sizePx: 16 });
  await writeDataSet({ kind: 'stories', seed: 4, count: 4, out: inFolder('stories'), sizePx: 16 });
  await writeDataSet({ kind: 'scenes', seed: 4, count: 2, out: inFolder('tigers'), sizePx: 16, character: 'tiger' });
});
afterAll(() => {
  folder.remove();
});

async function studio(...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const streams = {
    stdout: { write: (text: string) => (written.stdout += text) },
    stderr: { write: (text: string) => (written.stderr += text) },
  };
  const ports: TrainPorts = {
    bundleDirOf: () => inFolder('bundle'),
    cacheDir: inFolder('cache'),
    clock: { now: () => performance.now() },
    peakRssBytes: () => process.resourceUsage().maxRSS * 1024,
    outputOf: ({ json }) => outputTo(streams, json === true),
    signal: new AbortController().signal,
  };
  const [name, ...rest] = args;
  const command = name === 'export' ? exportCommand(ports) : trainCommand(ports);
  await command
    .exitOverride()
    .configureOutput({ writeErr: () => undefined, writeOut: streams.stdout.write })
    .parseAsync(rest, { from: 'user' });
  return written;
}
const small = ['--steps', '2', '--batch', '4', '--ldm-panels', '2', '--threads', '1'];

describe('studio train', () => {
  it('gives the promised JSON and nothing else on stdout, then goes on to the next stage and to a bundle that opens', async () => {
    const { stdout, stderr } = await studio(
      'train',
      'uas',
      '--data',
      inFolder('scenes'),
      '--run',
      inFolder('uas'),
      ...small,
      '--json',
    );
    const result = JSON.parse(stdout) as Record<string, unknown>;
    expect(result).toMatchObject({ steps: 2 });
    for (const key of ['seconds', 'loss', 'validationLoss', 'peakRss']) expect(result[key]).toBeGreaterThan(0);
    expect(stderr).toContain('held out');

    await studio(
      'train',
      'mls',
      '--data',
      inFolder('stories'),
      '--run',
      inFolder('mls'),
      '--start',
      inFolder('uas'),
      '--rank',
      '4',
      ...small,
    );
    const sees = (run: string): unknown =>
      (JSON.parse(readFileSync(join(inFolder(run), 'config.json'), 'utf8')) as { settings: Record<string, unknown> })
        .settings['seesPictures'];
    const softTokens = (): boolean =>
      readdirSync(join(inFolder('cache'), 'training')).some((name) => name.startsWith('soft-tokens-'));
    expect(sees('mls')).toBe(true);
    expect(softTokens()).toBe(true);
    await studio('export', '--run', inFolder('mls'), '--out', inFolder('exported'), '--json');
    const pipeline = await openPipeline({
      bundleDir: inFolder('exported'),
      cacheDir: inFolder('cache'),
      device: 'cpu',
      clock: { now: () => 0 },
    });
    await pipeline.close();
    const [before, after] = await Promise.all(
      ['bundle', 'exported'].map(async (name) =>
        openCheckpoint([join(inFolder(name), 'language-model', 'model.safetensors')]),
      ),
    );
    const query = 'model.layers.0.self_attn.q_proj.weight';
    expect(await after!.readFloat32(query)).not.toEqual(await before!.readFloat32(query));

    await studio('export', '--run', inFolder('mls'), '--adapter', '--out', inFolder('adapter'));
    const adapter = JSON.parse(readFileSync(join(inFolder('adapter'), 'adapter_config.json'), 'utf8')) as { r: number };
    expect(adapter.r).toBe(4);
    const card = await readAdapterCard(inFolder('adapter'));
    const { digest } = await readBundle(inFolder('bundle'));
    expect(card).toMatchObject({ name: 'adapter', bundle: { digest }, training: null, parts: { voice: { rank: 4 } } });
    expect(card?.proof.normPerPart.voice).toBeGreaterThan(0);
    await expect(
      writeMergedBundle(inFolder('exported'), [{ dir: inFolder('adapter'), strength: 1 }], inFolder('elsewhere')),
    ).rejects.toThrow(/was made for the bundle/);
  });

  it('trains a prefix and exports it with the bundle and as an adapter, to the same effect', async () => {
    const run = inFolder('prefix');
    const method = ['--method', 'prefix', '--prefix-length', '5'];
    await studio('train', 'mls', '--data', inFolder('stories'), '--run', run, ...small, ...method);
    await studio('export', '--run', run, '--out', inFolder('with-prefix'));
    await studio('export', '--run', run, '--adapter', '--out', inFolder('prefix-adapter'));
    await writeMergedBundle(
      inFolder('bundle'),
      [{ dir: inFolder('prefix-adapter'), strength: 1 }],
      inFolder('adapted'),
    );
    const [merged, adapted] = await Promise.all(
      ['with-prefix', 'adapted'].map(async (name) => {
        const { manifest } = await openBundle(inFolder(name));
        return { manifest, table: await readPrefixTable(join(inFolder(name), manifest.parts.languageModel.prefix!)) };
      }),
    );
    expect(merged!.table).toEqual(adapted!.table);
    expect(merged!.table.shape[0]).toBe(5);
    expect(merged!.manifest.prompt.contextLength).toBe(adapted!.manifest.prompt.contextLength);
    const pipeline = await openPipeline({
      bundleDir: inFolder('with-prefix'),
      cacheDir: inFolder('cache'),
      device: 'cpu',
      clock: { now: () => 0 },
    });
    expect(pipeline.cache.length).toBe(5);
    await pipeline.close();
  });

  it.each([1, 16])('trains and exports %i vokens', async (count) => {
    const [run, out] = [inFolder(`vokens-${count}`), inFolder(`exported-${count}`)];
    const vokens = ['--vokens', String(count)];
    await studio('train', 'uas', '--data', inFolder('scenes'), '--run', run, ...small, ...vokens);
    await studio('export', '--run', run, '--out', out);
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as BundleManifest;
    expect(manifest.tokens.vokens).toHaveLength(count);
    const pipeline = await openPipeline({
      bundleDir: out,
      cacheDir: inFolder('cache'),
      device: 'cpu',
      clock: { now: () => 0 },
    });
    await pipeline.close();
  });

  it('refuses characters that are kept for tuning, unless told', async () => {
    const args = ['train', 'uas', '--data', inFolder('tigers'), ...small];
    const failure: unknown = await studio(...args, '--run', inFolder('refused')).catch((thrown: unknown) => thrown);
    const { line, exitCode } = failureFrom(failure);
    expect(exitCode).toBe(2);
    expect(line).toMatch(/^studio: .*shows the tiger/);
    expect(line).not.toContain('\n');
    expect(existsSync(inFolder('refused'))).toBe(false);
    await studio(...args, '--run', inFolder('allowed'), '--allow-unseen');
    expect(existsSync(join(inFolder('allowed'), 'metrics.ndjson'))).toBe(true);
  });

  it('refuses held-out records to learn from', async () => {
    await writeDataSet({ kind: 'scenes', seed: 4, count: 2, out: inFolder('held'), sizePx: 16, heldOut: true });
    const args = ['train', 'uas', '--data', inFolder('held'), '--run', inFolder('leak'), ...small];
    await expect(studio(...args)).rejects.toThrow(/must not be trained on: it has the name/);
  });

  it('says what is wrong with its options', async () => {
    const base = ['train', 'uas', '--data', inFolder('scenes'), '--run', inFolder('none')];
    await expect(studio(...base)).rejects.toThrow('Training needs an end.');
    await expect(studio(...base, '--steps', '0')).rejects.toThrow(/whole number from 1/);
    await expect(studio('train', 'all', '--data', 'x', '--run', 'y')).rejects.toThrow(/uas, mls, dialogue/);
    await expect(studio(...base, ...small, '--accumulate', '3')).rejects.toThrow(/cannot be cut into 3/);
    await expect(studio(...base, ...small, '--clip', '0')).rejects.toThrow(/a norm of 0 train nothing/);
    await expect(studio(...base, ...small, '--beta2', '1')).rejects.toThrow(/never forgets/);
    const captions = ['--captioning', '0.5', '--caption-only', '0.5'];
    await expect(studio(...base, ...small, ...captions)).rejects.toThrow(/hardly any story/);
  });

  it('shows its options', async () => {
    const shown = await studio('train', '--help').catch((thrown: unknown) => thrown);
    expect(shown).toMatchObject({ code: 'commander.helpDisplayed' });
  });
});
