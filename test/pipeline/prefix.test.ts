// A bundle with a trained prefix: what its manifest says, that it writes and draws, what it takes from the window, and what is refused.
// That the numbers are PEFT's and the training's is test/golden/prefix.test.ts.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Rng } from '../../common/base/rng';
import type { BundleManifest } from '../../common/domain/bundle';
import { writeMergedBundle } from '../../main/runtime/adapters/merged-bundle';
import { openPipeline, type Pipeline } from '../../main/pipeline/pipeline';
import { promptBudget } from '../../main/pipeline/prompt';
import { readBundle, verifyBundle } from '../../main/runtime/bundle';
import { readFrozenBundle } from '../../main/runtime/frozen-bundle';
import { readPrefixTable } from '../../main/runtime/language-prefix';
import { writeSafetensors } from '../../native-models/weights/safetensors-writer';
import { writeTinyBundle } from '../support/tiny-bundle';

const LENGTH = 70; // more than the smallest cache has places for
const WIDTH = 2 * 2 * 2 * 8; // layers, key and value, key-value heads, head size of the tiny bundle
const CONFIG = { peft_type: 'PREFIX_TUNING', num_virtual_tokens: LENGTH };

let dir: string;
let bare: BundleManifest;
let pipeline: Pipeline;
const inDir = (name: string): string => join(dir, name);
const open = (name: string): Promise<Pipeline> =>
  openPipeline({ bundleDir: inDir(name), cacheDir: inDir('cache'), device: 'cpu', clock: { now: () => 0 } });

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'prefix-'));
  bare = await writeTinyBundle(inDir('bundle'));
  await writePrefix('adapter', LENGTH, WIDTH);
  await writeMergedBundle(inDir('bundle'), [{ dir: inDir('adapter'), strength: 1 }], inDir('tuned'));
  pipeline = await open('tuned');
});
afterAll(async () => {
  await pipeline.close();
  await rm(dir, { recursive: true, force: true });
});

async function writePrefix(name: string, length: number, width: number): Promise<string> {
  const rng = new Rng(length);
  const data = Float32Array.from({ length: length * width }, () => rng.gaussian());
  await mkdir(inDir(name), { recursive: true });
  await writeFile(join(inDir(name), 'adapter_config.json'), JSON.stringify(CONFIG));
  await writeSafetensors(join(inDir(name), 'adapter_model.safetensors'), {
    prompt_embeddings: { shape: [length, width], data },
  });
  return inDir(name);
}

const request = (text: string, context: readonly string[] = []) => ({
  mode: 'both' as const,
  context: context.map((told) => ({ text: told, imagePath: null })),
  referencePaths: [],
  text,
  imagePath: null,
  options: { seed: 3, steps: 1 },
  assetsDir: inDir('assets'),
});

describe('a bundle with a prefix', () => {
  it('names its file with a hash and has the rest of the window for the story', async () => {
    const { manifest } = await readBundle(inDir('tuned'));
    const path = manifest.parts.languageModel.prefix!;
    expect(manifest.files.map((file) => file.path)).toContain(path);
    expect((await verifyBundle(inDir('tuned'))).every(({ ok }) => ok)).toBe(true);
    expect(manifest.prompt.contextLength).toBe(bare.prompt.contextLength - LENGTH);
    expect(await readPrefixTable(join(inDir('tuned'), path))).toEqual(
      await readPrefixTable(join(inDir('adapter'), 'adapter_model.safetensors')),
    );
  });

  it('tells and draws something else than without, and the same again with a warm and with a cold cache', async () => {
    const told = 'One night Pip the fox found a lantern by the sea.';
    const first = await pipeline.generate(request(told));
    await pipeline.generate(request('Something else entirely.'));
    expect(await pipeline.generate(request(told))).toEqual(first);
    pipeline.cache.clear();
    expect(await pipeline.generate(request(told))).toEqual(first);
    const without = await open('bundle');
    const other = await without.generate(request(told));
    await without.close();
    expect(other.text).not.toBe(first.text);
    expect(other.asset!.sha256).not.toBe(first.asset!.sha256);
  });

  it('never reads past the window of the language model, however long the story', async () => {
    const panel = 'The bear walked along the beach in the rain and looked for the lantern that was lost.';
    const { notices } = await pipeline.generate(request('It was late.', Array<string>(30).fill(panel)));
    const budget = promptBudget(bare) - LENGTH;
    expect(notices).toContainEqual(expect.objectContaining({ kind: 'context-cut', budget }));
    expect(pipeline.cache.length).toBeGreaterThan(LENGTH + budget / 2);
    expect(pipeline.cache.length + bare.tokens.vokens.length).toBeLessThan(bare.prompt.contextLength);
  });

  it('is not trained on: the step graph would not know the prefix', async () => {
    await expect(readFrozenBundle(inDir('tuned'))).rejects.toThrow(/training cannot build on it/);
  });
});

describe('a prefix is refused', () => {
  const refused = (from: string, adapters: readonly string[], words: RegExp): Promise<void> =>
    expect(
      writeMergedBundle(
        inDir(from),
        adapters.map((dir) => ({ dir, strength: 1 })),
        inDir('never'),
      ),
    ).rejects.toThrow(words);

  it('where there is one already', async () => {
    await refused('tuned', [inDir('adapter')], /has a trained prefix already/);
    await refused('bundle', [inDir('adapter'), inDir('adapter')], /has a trained prefix already/);
  });

  it('of another model, or too long for the window', async () => {
    await refused('bundle', [await writePrefix('wide', 4, WIDTH + 8)], /belongs to another model/);
    await refused('bundle', [await writePrefix('long', 200, WIDTH)], /leaves no room/);
  });

  it('where its file is damaged, is not listed or does not fit', async () => {
    const { manifest } = await readBundle(inDir('tuned'));
    const path = manifest.parts.languageModel.prefix!;
    const write = (changed: BundleManifest): Promise<void> =>
      writeFile(join(inDir('broken'), 'manifest.json'), JSON.stringify(changed));
    await writeMergedBundle(inDir('tuned'), [], inDir('broken'));
    const bytes = await readFile(join(inDir('broken'), path));
    bytes[bytes.length - 1]! ^= 1;
    await writeFile(join(inDir('broken'), path), bytes);
    await expect(open('broken')).rejects.toThrow(`${path} is damaged`);
    await write({ ...manifest, files: manifest.files.filter((file) => file.path !== path) });
    await expect(open('broken')).rejects.toThrow(`uses ${path} but does not list it`);
    const narrow = await writePrefix('narrow', 4, 3);
    await writeMergedBundle(inDir('tuned'), [], inDir('misfit'));
    await writeFile(join(inDir('misfit'), path), await readFile(join(narrow, 'adapter_model.safetensors')));
    await writeMergedBundle(inDir('misfit'), [], inDir('unfit')); // its hashes are renewed
    await expect(open('unfit')).rejects.toMatchObject({ code: 'shape-mismatch' });
  });
});
