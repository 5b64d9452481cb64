// A bundle with adapters folded in: the weights are W + α/r·B·A, vokens and mapper are the adapter's, everything else is
// as it was, and what cannot be folded is refused with a reason.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Rng } from '../../common/base/rng';
import { mergeCommand, type MergePorts } from '../../main/cli/merge-command';
import { outputTo } from '../../main/cli/output';
import { writeMergedBundle } from '../../main/runtime/adapters/merged-bundle';
import { readBundle, verifyBundle } from '../../main/runtime/bundle';
import { openCheckpoint, type Checkpoint } from '../../native-models/weights/checkpoint';
import { writeSafetensors, type FloatTensor } from '../../native-models/weights/safetensors-writer';
import { writeTinyBundle } from '../support/tiny-bundle';

const RANK = 2;
const SITE = 'model.layers.0.self_attn.q_proj';
const lora = { peft_type: 'LORA', r: RANK, lora_alpha: 6, fan_in_fan_out: false };

let dir: string;
let bundle: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'evaluation-adapters-'));
  bundle = join(dir, 'bundle');
  await writeTinyBundle(bundle);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const partOf = async (folder: string, part: 'languageModel' | 'unet' | 'mapper'): Promise<Checkpoint> => {
  const { manifest } = await readBundle(folder);
  return openCheckpoint(manifest.parts[part].weights.map((path) => join(folder, path)));
};

const strong = (folder: string) => ({ dir: folder, strength: 1 });

const noise = (rng: Rng, ...shape: readonly number[]): FloatTensor => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => rng.gaussian()),
});

async function writeAdapter(name: string, config: object, tensors: Record<string, FloatTensor>): Promise<string> {
  const folder = join(dir, name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'adapter_config.json'), JSON.stringify(config));
  await writeSafetensors(join(folder, 'adapter_model.safetensors'), tensors);
  return folder;
}

async function loraAt(site: string, seed: number, part: 'languageModel' | 'unet' = 'languageModel') {
  const { shape } = (await partOf(bundle, part)).locate(`${site}.weight`).entry;
  const rng = new Rng(seed);
  return {
    [`base_model.model.${site}.lora_A.weight`]: noise(rng, RANK, shape[1]!),
    [`base_model.model.${site}.lora_B.weight`]: noise(rng, shape[0]!, RANK),
  };
}

describe('adapters folded into a bundle', () => {
  it('change the weights that they name by α/r·B·A, one after the other, and nothing else', async () => {
    const tensors = await loraAt(SITE, 1);
    const first = await writeAdapter('first', lora, tensors);
    const second = await writeAdapter('second', { ...lora, lora_alpha: 2 }, tensors);
    const out = join(dir, 'adapted');
    await writeMergedBundle(bundle, [strong(first), strong(second)], out);
    expect((await verifyBundle(out)).every(({ ok }) => ok)).toBe(true);
    expect((await readBundle(out)).digest).not.toBe((await readBundle(bundle)).digest);

    const [before, after] = [await partOf(bundle, 'languageModel'), await partOf(out, 'languageModel')];
    const [a, b] = Object.values(tensors);
    const width = a!.shape[1]!;
    const old = await before.readFloat32(`${SITE}.weight`);
    const got = await after.readFloat32(`${SITE}.weight`);
    const expected = old.map((value, i) => {
      const [row, column] = [Math.floor(i / width), i % width];
      let change = 0;
      for (let r = 0; r < RANK; r++) change += b!.data[row * RANK + r]! * a!.data[r * width + column]!;
      return value + (6 / RANK + 2 / RANK) * change;
    });
    for (const [i, value] of got.entries()) expect(value).toBeCloseTo(expected[i]!, 4);
    for (const key of before.keys().filter((name) => name !== `${SITE}.weight`))
      expect(await after.readFloat32(key)).toEqual(await before.readFloat32(key));
  });

  it('bring their rows of the vokens and their mapper', async () => {
    const adapter = await writeAdapter('vokens', lora, await loraAt(SITE, 2));
    const { manifest } = await readBundle(bundle);
    const [mapper, language] = [await partOf(bundle, 'mapper'), await partOf(bundle, 'languageModel')];
    const { shape } = language.locate('lm_head.weight').entry;
    const rng = new Rng(3);
    const count = manifest.tokens.vokens.length;
    const rows = noise(rng, count, shape[1]!);
    const prompt = noise(rng, ...mapper.locate('t2i_decoder_prompt').entry.shape);
    await writeSafetensors(join(adapter, 'vokens.safetensors'), {
      'vokens.rows_out': rows,
      'mapper.t2i_decoder_prompt': prompt,
    });
    const out = join(dir, 'adapted-vokens');
    await writeMergedBundle(bundle, [strong(adapter)], out);
    const table = await (await partOf(out, 'languageModel')).readFloat32('lm_head.weight');
    const start = manifest.tokens.vokens[0]! * shape[1]!;
    expect(table.subarray(start, start + rows.data.length)).toEqual(rows.data);
    expect(table.subarray(0, start)).toEqual((await language.readFloat32('lm_head.weight')).subarray(0, start));
    expect(await (await partOf(out, 'mapper')).readFloat32('t2i_decoder_prompt')).toEqual(prompt.data);
  });

  it('change the denoiser where they have a look', async () => {
    const unet = await partOf(bundle, 'unet');
    const key = unet.keys().find((name) => name.endsWith('attn2.to_q.weight'))!;
    const folder = join(dir, 'looking');
    await writeAdapter('looking/look', lora, await loraAt(key.replace(/\.weight$/, ''), 4, 'unet'));
    const out = join(dir, 'adapted-look');
    await writeMergedBundle(bundle, [strong(folder)], out);
    expect(await (await partOf(out, 'unet')).readFloat32(key)).not.toEqual(await unet.readFloat32(key));
  });

  it('are refused where they cannot be folded, belong to another model, or are not there', async () => {
    const refused = async (adapter: string, words: RegExp): Promise<void> => {
      await expect(writeMergedBundle(bundle, [strong(adapter)], join(dir, 'never'))).rejects.toThrow(words);
    };
    const tensors = await loraAt(SITE, 5);
    await refused(await writeAdapter('prompt', { peft_type: 'PROMPT_TUNING' }, tensors), /is a prompt tuning/);
    await refused(
      await writeAdapter('empty-prefix', { peft_type: 'PREFIX_TUNING' }, tensors),
      /No tensor prompt_embeddings/,
    );
    await writeAdapter('looks/look', { peft_type: 'PREFIX_TUNING' }, { prompt_embeddings: noise(new Rng(8), 2, 64) });
    await refused(join(dir, 'looks'), /is a prefix tuning/);
    await refused(await writeAdapter('dora', { ...lora, use_dora: true }, tensors), /uses use_dora/);
    const renamed = Object.fromEntries(
      Object.entries(tensors).map(([key, tensor]) => [key.replace('layers.0', 'layers.77'), tensor]),
    );
    await refused(await writeAdapter('deep', lora, renamed), /changes model\.layers\.77/);
    const narrow = { ...tensors, [`base_model.model.${SITE}.lora_A.weight`]: noise(new Rng(6), RANK, 3) };
    await refused(await writeAdapter('narrow', lora, narrow), /takes a lora_A of 2 x 32, it brings 2 x 3/);
    const other = await writeAdapter('other-vokens', lora, tensors);
    await writeSafetensors(join(other, 'vokens.safetensors'), { 'vokens.rows_in': noise(new Rng(7), 3, 4) });
    await refused(other, /vokens.rows_in must be 8 x 32, it is 3 x 4/);
    await refused(join(dir, 'nowhere'), /no folder nowhere/);
  });
});

describe('studio merge', () => {
  async function merge(...args: readonly string[]): Promise<string> {
    let stdout = '';
    const ports: MergePorts = {
      bundleDirOf: () => bundle,
      outputOf: () =>
        outputTo({ stdout: { write: (text: string) => (stdout += text) }, stderr: { write: () => undefined } }, true),
    };
    await mergeCommand(ports)
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .parseAsync([...args], { from: 'user' });
    return stdout;
  }

  it('writes a bundle of its own name that generates without the adapter', async () => {
    const adapter = await writeAdapter('to-merge', lora, await loraAt(SITE, 9));
    const out = join(dir, 'merged');
    const result = JSON.parse(await merge('--adapter', `${adapter}:0.5`, '--out', out)) as Record<string, unknown>;
    const merged = await readBundle(out);
    expect(result).toMatchObject({ name: `${(await readBundle(bundle)).manifest.name}-merged`, digest: merged.digest });
    expect((await verifyBundle(out)).every(({ ok }) => ok)).toBe(true);
    const weight = async (folder: string) => (await partOf(folder, 'languageModel')).readFloat32(`${SITE}.weight`);
    const whole = join(dir, 'merged-whole');
    await merge('--adapter', adapter, '--name', 'mine', '--title', 'Mine', '--out', whole);
    expect((await readBundle(whole)).manifest).toMatchObject({ name: 'mine', title: 'Mine' });
    const [plain, half, full] = [await weight(bundle), await weight(out), await weight(whole)];
    for (const [i, value] of half.entries()) expect(value).toBeCloseTo((plain[i]! + full[i]!) / 2, 5);
  });

  it('refuses before it writes', async () => {
    const adapter = await writeAdapter('not-merged', lora, await loraAt(SITE, 9));
    const out = join(dir, 'nothing');
    await expect(merge('--adapter', adapter, '--out', bundle)).rejects.toThrow('is there already');
    await expect(merge('--adapter', `${adapter}:7`, '--out', out)).rejects.toThrow('"7" is no strength');
    await expect(merge('--adapter', adapter, '--name', 'Not A Name', '--out', out)).rejects.toThrow('--name');
    await expect(merge('--adapter', join(dir, 'nowhere'), '--out', out)).rejects.toThrow('no folder nowhere');
    expect((await readdir(dir)).filter((name) => name.startsWith('nothing'))).toEqual([]);
  });
});
