// An adapter's folder: what is read and proved of a good one, with and without the studio's card, and one clear sentence for each way to
// be bad: another bundle's, a wrong shape, half a pair, zero, not finite, damaged, not an adapter at all.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adapterFitOf, type AdapterFit } from '../../main/runtime/adapters/adapter-fit';
import { lowRankDistance } from '../../main/runtime/adapters/adapter-norms';
import { distanceBetween, readAdapter } from '../../main/runtime/adapters/read-adapter';
import { readBundle } from '../../main/runtime/bundle';
import { openCheckpoint } from '../../native-models/weights/checkpoint';
import { writeSafetensors, type FloatTensor } from '../../native-models/weights/safetensors-writer';
import { writeTinyAdapter, type TinyAdapterOptions } from '../support/tiny-adapter';
import { writeTinyBundle } from '../support/tiny-bundle';

let dir: string;
let bundle: string;
let fit: AdapterFit;
let count = 0;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'read-adapter-'));
  bundle = join(dir, 'bundle');
  await writeTinyBundle(bundle);
  fit = await adapterFitOf(await readBundle(bundle));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function made(options: TinyAdapterOptions = {}): Promise<string> {
  const folder = join(dir, `adapter-${count++}`);
  await writeTinyAdapter(folder, bundle, options);
  return folder;
}

/** Changes the tensors of a file; undefined takes one away. */
async function edited(path: string, edit: (key: string, tensor: FloatTensor) => FloatTensor | undefined) {
  const checkpoint = await openCheckpoint([path]);
  const tensors: Record<string, FloatTensor> = {};
  for (const key of checkpoint.keys()) {
    const tensor = edit(key, { shape: checkpoint.locate(key).entry.shape, data: await checkpoint.readFloat32(key) });
    if (tensor !== undefined) tensors[key] = tensor;
  }
  await writeSafetensors(path, tensors);
}
const tensorsOf = (folder: string): string => join(folder, 'adapter_model.safetensors');
const filled = ({ shape, data }: FloatTensor, value: number): FloatTensor => ({
  shape,
  data: new Float32Array(data.length).fill(value),
});

describe('a good adapter', () => {
  it('brings its parts, its scale inside B, and what it changes', async () => {
    const folder = await made({ rank: 2, alpha: 6, look: ['to_q', 'to_out.0'], vokens: true, mapper: true });
    const adapter = await readAdapter(folder, fit);
    expect(adapter.name).toBe('Nell the heron');
    expect(adapter.parts).toEqual({
      voice: { rank: 2, alpha: 6, targets: ['q_proj', 'v_proj'] },
      look: { rank: 2, alpha: 6, targets: ['to_q', 'to_out.0'] },
      vokens: true,
      mapper: true,
    });
    expect(adapter.voice.size).toBe(4);
    expect([...adapter.learned.mapper.keys()]).toEqual([...fit.mapper.keys()]);
    const [path, site] = [...adapter.voice][0]!;
    const file = await openCheckpoint([tensorsOf(folder)]);
    const b = await file.readFloat32(`base_model.model.${path}.lora_B.weight`);
    expect(site.b).toEqual(b.map((value) => 3 * value));
    expect(site.a).toEqual(await file.readFloat32(`base_model.model.${path}.lora_A.weight`));
  });

  it('is measured by the norm of what it adds', async () => {
    const adapter = await readAdapter(await made({ voice: ['0.self_attn.q_proj'], rank: 2 }), fit);
    const [site] = [...adapter.voice.values()];
    const width = site!.a.length / 2;
    let sum = 0;
    for (let row = 0; row < site!.b.length / 2; row++)
      for (let column = 0; column < width; column++)
        sum += (site!.b[row * 2]! * site!.a[column]! + site!.b[row * 2 + 1]! * site!.a[width + column]!) ** 2;
    expect(adapter.normPerPart).toEqual({ voice: expect.closeTo(Math.sqrt(sum), 4) as number });
    expect(lowRankDistance(adapter.voice, adapter.voice)).toBeCloseTo(0, 5);
    expect(lowRankDistance(adapter.voice, new Map())).toBeCloseTo(Math.sqrt(sum), 4);
  });

  it('has a digest of its numbers and not of its card', async () => {
    const [one, renamed, other] = [
      await made(),
      await made({ card: { name: 'Another name' } }),
      await made({ seed: 2 }),
    ];
    const digests = await Promise.all(
      [one, renamed, other].map(async (folder) => (await readAdapter(folder, fit)).digest),
    );
    const [first, again, third] = await Promise.all([one, renamed, other].map((folder) => readAdapter(folder, fit)));
    expect(distanceBetween(first!, again!)).toBe(0);
    expect(distanceBetween(first!, third!)).toBeGreaterThan(1);
    expect(digests[0]).toBe(digests[1]);
    expect(digests[0]).not.toBe(digests[2]);
  });

  it('brings the words that it lists', async () => {
    const adapter = await readAdapter(await made({ words: ['heron', 'elk'] }), fit);
    expect(adapter.words).toEqual(['heron', 'elk']);
    expect(adapter.parts.words).toEqual(['heron', 'elk']);
    expect((await readAdapter(await made(), fit)).parts).not.toHaveProperty('words');
  });

  it('made by PEFT without a card is taken where names and shapes fit', async () => {
    const adapter = await readAdapter(await made({ card: null, config: { use_rslora: true }, rank: 4, alpha: 4 }), fit);
    expect(adapter.card).toBeNull();
    expect(adapter.name).toMatch(/^adapter-\d+$/);
    const plain = await readAdapter(await made({ card: null, rank: 4, alpha: 4 }), fit);
    expect([...adapter.voice.values()][0]!.b).toEqual([...plain.voice.values()][0]!.b.map((value) => 2 * value));
  });

  it("a U-Net's alone at the root is a look", async () => {
    const folder = await made({ card: null, voice: [], look: ['to_k'] });
    const adapter = await readAdapter(join(folder, 'look'), fit);
    expect(adapter.voice.size).toBe(0);
    expect(adapter.parts.look?.targets).toEqual(['to_k']);
  });

  it('leaves out vokens and mapper that are as the bundle has them', async () => {
    const folder = await made({ vokens: true, mapper: true, card: null, size: 0, voice: [] });
    await writeTinyAdapter(folder, bundle, { card: null });
    const adapter = await readAdapter(folder, fit);
    expect(adapter.parts).toMatchObject({ vokens: false, mapper: false });
    expect(adapter.learned.mapper.size).toBe(0);
    expect(adapter.learned.rowsIn).toBeUndefined();
  });
});

describe('a bad adapter is refused in a sentence', () => {
  const refusal = (folder: string): Promise<unknown> => readAdapter(folder, fit).catch((thrown: unknown) => thrown);

  it('another bundle: both names', async () => {
    const folder = await made({ card: { bundle: { name: 'forest-7b', digest: 'f'.repeat(64) } } });
    expect(await refusal(folder)).toMatchObject({
      code: 'bad-request',
      message: `The adapter "Nell the heron" was made for the bundle forest-7b (ffffffff), not for ${fit.bundle.manifest.name} (${fit.bundle.digest.slice(0, 8)}).`,
      hint: expect.stringContaining('train it again') as string,
    });
  });

  it('a wrong shape, with both shapes', async () => {
    const folder = await made();
    await edited(tensorsOf(folder), (key, tensor) =>
      key.endsWith('0.self_attn.q_proj.lora_A.weight') ? { shape: [2, 8], data: new Float32Array(16).fill(1) } : tensor,
    );
    expect(await refusal(folder)).toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('takes a lora_A of 2 x 32, it brings 2 x 8.') as string,
    });
  });

  it('a rank that is not the one it names', async () => {
    expect(await refusal(await made({ config: { r: 3 } }))).toMatchObject({ code: 'bad-request' });
  });

  it('a layer that the bundle does not have', async () => {
    const folder = await made();
    const file = tensorsOf(folder);
    await edited(file, (key, tensor) => (key.includes('layers.1.') ? undefined : tensor));
    const checkpoint = await openCheckpoint([file]);
    const tensors: Record<string, FloatTensor> = {};
    for (const key of checkpoint.keys())
      tensors[key.replace('layers.0', 'layers.9')] = {
        shape: checkpoint.locate(key).entry.shape,
        data: await checkpoint.readFloat32(key),
      };
    await writeSafetensors(file, tensors);
    expect(await refusal(folder)).toMatchObject({
      message: expect.stringContaining('it changes model.layers.9.self_attn.q_proj, which the bundle') as string,
    });
  });

  it('half a pair', async () => {
    const folder = await made();
    await edited(tensorsOf(folder), (key, tensor) =>
      key.endsWith('layers.1.self_attn.v_proj.lora_B.weight') ? undefined : tensor,
    );
    expect(await refusal(folder)).toMatchObject({
      code: 'bad-request',
      message: 'The adapter "Nell the heron" is incomplete: model.layers.1.self_attn.v_proj has lora_A but no lora_B.',
    });
  });

  it.each([
    ['voice', 'adapter_model.safetensors'],
    ['look', 'look/adapter_model.safetensors'],
  ])('a %s whose lora_B is zero everywhere', async (part, file) => {
    const folder = await made({ look: ['to_q'] });
    await edited(join(folder, file), (key, tensor) => (key.includes('lora_B') ? filled(tensor, 0) : tensor));
    expect(await refusal(folder)).toMatchObject({
      code: 'bad-request',
      message: `The adapter "Nell the heron" changes nothing: its ${part} is zero everywhere.`,
    });
  });

  it('a mapper that it says it has and has not learned', async () => {
    const folder = await made({ card: { parts: { vokens: false, mapper: true } } });
    expect(await refusal(folder)).toMatchObject({ message: expect.stringContaining('its mapper is zero') as string });
  });

  it.each([
    ['NaN', Number.NaN, 'adapter_model.safetensors', 'lora_B'],
    ['infinity', Number.POSITIVE_INFINITY, 'adapter_model.safetensors', 'lora_A'],
    ['NaN', Number.NaN, 'look/adapter_model.safetensors', 'lora_A'],
    ['NaN', Number.NaN, 'vokens.safetensors', 'mapper.fc.0.weight'],
  ])('%s %d in %s', async (_, value, file, key) => {
    const folder = await made({ look: ['to_q'], mapper: true });
    await edited(join(folder, file), (name, tensor) => {
      if (name.includes(key)) tensor.data[1] = value;
      return tensor;
    });
    expect(await refusal(folder)).toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(new RegExp(`is damaged: .*${key}.* not finite`)) as string,
    });
  });

  it('a file that is cut off or no file of tensors', async () => {
    const [cut, other] = [await made(), await made()];
    const bytes = await readFile(tensorsOf(cut));
    await writeFile(tensorsOf(cut), bytes.subarray(0, bytes.length - 40));
    await writeFile(tensorsOf(other), 'not tensors');
    for (const folder of [cut, other])
      expect(await refusal(folder)).toMatchObject({
        code: 'bad-request',
        message: 'The adapter "Nell the heron" is damaged: adapter_model.safetensors cannot be read.',
      });
  });

  it('only one of the two files, or a pickle', async () => {
    const folder = await made({ card: null });
    await rm(tensorsOf(folder));
    expect(await refusal(folder)).toMatchObject({
      message: expect.stringContaining('adapter_model.safetensors is missing') as string,
    });
    await writeFile(join(folder, 'adapter_model.bin'), 'pickle');
    expect(await refusal(folder)).toMatchObject({ hint: expect.stringContaining('safe_serialization') as string });
  });

  it('words that are none, and words of which its card says something else', async () => {
    const refusedWith = async (file: string | null, words: string[]): Promise<unknown> => {
      const folder = await made({ words });
      if (file === null) await rm(join(folder, 'words.json'));
      else await writeFile(join(folder, 'words.json'), file);
      return refusal(folder);
    };
    for (const file of ['{', '{"characters":["Ti ger"]}', '{"characters":["elk","elk"]}', '["elk"]'])
      expect(await refusedWith(file, ['elk'])).toMatchObject({
        code: 'bad-request',
        message: 'The adapter "Nell the heron" is damaged: words.json lists no words.',
      });
    const disagreement = { message: expect.stringContaining('do not agree about the word elk') as string };
    expect(await refusedWith(null, ['elk'])).toMatchObject(disagreement);
    expect(await refusedWith('{"characters":["elk","heron"]}', ['heron'])).toMatchObject(disagreement);
  });

  it('no adapter, and no folder', async () => {
    const empty = join(dir, 'empty');
    await mkdir(empty);
    expect(await refusal(empty)).toMatchObject({
      message: 'There is no adapter in empty: adapter_config.json is missing.',
    });
    expect(await refusal(join(dir, 'nowhere'))).toMatchObject({ message: 'There is no folder nowhere.' });
  });

  it.each([
    ['use_dora', { use_dora: true }],
    ['alpha_pattern', { alpha_pattern: { q_proj: 8 } }],
    ['modules_to_save', { modules_to_save: ['lm_head'] }],
    ['bias', { bias: 'all' }],
  ])('an option that is not built: %s', async (key, config) => {
    expect(await refusal(await made({ config }))).toMatchObject({
      message: expect.stringContaining(`uses ${key}`) as string,
    });
  });

  it('a prefix', async () => {
    expect(await refusal(await made({ config: { peft_type: 'PREFIX_TUNING' } }))).toMatchObject({
      message: expect.stringContaining('is a prefix tuning') as string,
    });
  });

  it('configuration or card that is not what it should be', async () => {
    const [config, card, newer] = [await made(), await made(), await made()];
    await writeFile(join(config, 'adapter_config.json'), '{"peft_type":"LORA","r":"two"}');
    await writeFile(join(card, 'adapter.json'), '{"version":1,"name":7}');
    await writeFile(join(newer, 'adapter.json'), '{"version":2}');
    expect(await refusal(config)).toMatchObject({ message: expect.stringContaining('is wrong at r') as string });
    expect(await refusal(card)).toMatchObject({ message: expect.stringContaining('adapter.json of') as string });
    expect(await refusal(newer)).toMatchObject({ message: expect.stringContaining('has format 2') as string });
  });
});
