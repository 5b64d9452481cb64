// Adapters in a generation: fed as inputs they give what folding them into the weights gives, alone and mixed with strengths; strength 0 is
// no adapter to the byte; what was read with one mix is never used with another; and a mix costs the plain networks nothing.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Rng } from '../../common/base/rng';
import type { PipelineRequest } from '../../main/pipeline/generate';
import type { GenerationParts } from '../../main/pipeline/adapters/adapter-mixer';
import { openPipeline, type Pipeline } from '../../main/pipeline/pipeline';
import { tokenSegments } from '../../main/pipeline/prompt';
import type { AdapterChoice } from '../../main/runtime/adapters/adapter-mix';
import { writeMergedBundle } from '../../main/runtime/adapters/merged-bundle';
import { floatTensor, floatsOf } from '../../main/runtime/tensor';
import { writeTinyAdapter, type TinyAdapterOptions } from '../support/tiny-adapter';
import { writeTinyBundle } from '../support/tiny-bundle';

let dir: string;
let pipeline: Pipeline;
let ticks = 0;

const open = (name: string): Promise<Pipeline> =>
  openPipeline({
    bundleDir: join(dir, name),
    cacheDir: join(dir, 'cache'),
    device: 'cpu',
    clock: { now: () => ticks++ },
  });

const made: Record<string, TinyAdapterOptions> = {
  voice: { seed: 1, voice: ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj'] },
  narrow: { seed: 2, voice: ['v_proj'], rank: 5, alpha: 5 },
  look: { seed: 3, voice: [], look: ['to_q', 'to_k', 'to_v', 'to_out.0'], size: 1 },
  lookToo: { seed: 4, voice: [], look: ['to_v'], rank: 3, size: 1 },
  vokens: { seed: 5, voice: ['down_proj'], vokens: true, size: 0.5 },
  mapper: { seed: 6, voice: ['o_proj'], mapper: true, size: 0.5 },
  words: { seed: 8, voice: ['o_proj'], words: ['lantern', 'heron'] },
  whole: { seed: 7, voice: ['q_proj'], look: ['to_k'], vokens: true, mapper: true, size: 0.5 },
};
const chosen = (name: string, strength = 1): AdapterChoice => ({ dir: join(dir, name), strength });

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'adapters-'));
  const knows = {
    characters: ['fox', 'bear', 'owl', 'cat', 'sea'],
    places: ['beach'],
    times: ['night'],
    props: ['star'],
    names: ['Pip'],
  };
  await writeTinyBundle(join(dir, 'bundle'), { manifest: { knows } });
  for (const [name, options] of Object.entries(made))
    await writeTinyAdapter(join(dir, name), join(dir, 'bundle'), options);
  pipeline = await open('bundle');
});
afterAll(async () => {
  await pipeline.close();
  await rm(dir, { recursive: true, force: true });
});

const PROMPT = 'One night Pip the fox found a lantern by the sea.';
const request = (change: Partial<PipelineRequest> = {}): PipelineRequest => ({
  mode: 'both',
  context: [{ text: PROMPT, imagePath: null }],
  referencePaths: [],
  text: '',
  imagePath: null,
  options: { seed: 7, steps: 3 },
  assetsDir: join(dir, 'assets'),
  ...change,
});
const run = (adapters: readonly AdapterChoice[] | undefined, change: Partial<PipelineRequest> = {}) =>
  pipeline.generate(request({ ...(adapters === undefined ? {} : { adapters: [...adapters] }), ...change }));
const outcome = async (adapters?: readonly AdapterChoice[], change: Partial<PipelineRequest> = {}) => {
  const { text, asset } = await run(adapters, change);
  return { text, picture: asset?.sha256 };
};

/** Everything that an adapter can reach, as numbers: scores, voken states, both conditions and one step of the U-Net. */
async function numbersOf({ bundle, tokenizer, networks }: Pipeline, { cache, mapper, unet }: GenerationParts) {
  const { tokens, picture } = bundle.manifest;
  cache.clear();
  const { logits } = await cache.read(tokenSegments(tokenizer.encode(PROMPT)));
  const afterVoken = await cache.step(tokens.vokens[0]!);
  const states = await cache.vokenStates(tokens.vokens);
  const condition = await mapper.conditionFrom(states);
  const rng = new Rng(1);
  const noise = Float32Array.from({ length: picture.latentChannels * picture.latentSizePx ** 2 }, () => rng.gaussian());
  const outputs = await unet.run({
    sample: floatTensor(noise, [1, picture.latentChannels, picture.latentSizePx, picture.latentSizePx]),
    timestep: floatTensor(new Float32Array([500]), [1]),
    encoder_hidden_states: floatTensor(condition, [1, networks.conditioning.length, networks.conditioning.size]),
  });
  return {
    logits,
    afterVoken: afterVoken.logits,
    states,
    condition,
    negative: await mapper.negative(),
    prediction: floatsOf(outputs, 'noise_pred').slice(),
  };
}
const plainParts = (opened: Pipeline): GenerationParts => ({ ...opened, unet: opened.networks.unet });

function largestDifference(one: Float32Array, other: Float32Array): number {
  expect(one.length).toBe(other.length);
  return one.reduce((most, value, i) => Math.max(most, Math.abs(value - other[i]!)), 0);
}

describe('adapters fed as inputs', () => {
  it.each([
    ['one voice', ['voice'], [1]],
    ['half of a voice', ['voice'], [0.5]],
    ['two voices of other ranks and layers', ['voice', 'narrow'], [0.7, 1.2]],
    ['a look', ['look'], [1]],
    ['two looks', ['look', 'lookToo'], [0.4, 1]],
    ['rows of vokens', ['vokens'], [1]],
    ['half of a mapper', ['mapper'], [0.5]],
    ['words of its own', ['words'], [1]],
    ['words, half of them', ['words', 'look'], [0.5, 1]],
    ['everything at once', ['whole', 'vokens', 'mapper', 'look', 'narrow'], [0.8, 0.5, 0.3, 0.6, 1]],
  ])('give the numbers of a bundle that they are folded into: %s', async (what, names, strengths) => {
    const choices = names.map((name, i) => chosen(name, strengths[i]));
    const out = what.replaceAll(' ', '-');
    await writeMergedBundle(join(dir, 'bundle'), choices, join(dir, out));
    const folded = await open(out);
    try {
      const [plain, expected, got] = [
        await numbersOf(pipeline, plainParts(pipeline)),
        await numbersOf(folded, plainParts(folded)),
        await numbersOf(pipeline, await pipeline.adapters.mixed(choices)),
      ];
      let change = 0;
      for (const key of Object.keys(got) as (keyof typeof got)[]) {
        const size = Math.max(1, ...expected[key].map(Math.abs));
        expect(largestDifference(got[key], expected[key]) / size, key).toBeLessThan(5e-5);
        change = Math.max(change, largestDifference(plain[key], expected[key]) / size);
      }
      expect(change).toBeGreaterThan(0.02); // else the comparison would say nothing
    } finally {
      await folded.close();
    }
  });
});

describe('a generation with adapters', () => {
  it('of strength 0 gives the bytes of one without', async () => {
    const none = await outcome();
    expect(await outcome([])).toEqual(none);
    expect(await outcome([chosen('whole', 0), chosen('voice', 0)])).toEqual(none);
    await outcome([chosen('whole'), chosen('voice')]);
    expect(await outcome([chosen('whole', 0)])).toEqual(none);
    expect(await outcome([chosen('whole', 0), chosen('look')])).toEqual(await outcome([chosen('look')]));
  });

  it('changes with each part, each strength and each further adapter', async () => {
    const seen = new Set<string>();
    const mixes = [
      [],
      [chosen('look')],
      [chosen('look', 0.5)],
      [chosen('mapper')],
      [chosen('whole')],
      [chosen('whole', 0.6)],
      [chosen('whole'), chosen('look')],
    ];
    for (const mix of mixes) seen.add((await outcome(mix, { mode: 'picture', text: PROMPT, context: [] })).picture!);
    expect(seen.size).toBe(mixes.length);
  });

  it('gives the same bytes for the same seed, in any order, warm or cold', async () => {
    const first = await outcome([chosen('whole'), chosen('voice', 0.5)]);
    expect(await outcome([chosen('whole'), chosen('voice', 0.5)])).toEqual(first);
    expect(await outcome([chosen('voice', 0.5), chosen('whole')])).toEqual(first);
    await pipeline.adapters.clear();
    pipeline.cache.clear();
    expect(await outcome([chosen('voice', 0.5), chosen('whole')])).toEqual(first);
  });

  it('reads the story anew with each mix and not with a cache of another', async () => {
    const mixes = [[], [chosen('voice')], [chosen('voice', 0.5)], [chosen('narrow')], [chosen('vokens')]];
    const cold = [];
    for (const mix of mixes) {
      await pipeline.adapters.clear();
      pipeline.cache.clear();
      cold.push(await outcome(mix));
    }
    const warm = [];
    for (const mix of mixes) warm.push(await outcome(mix));
    expect(warm).toEqual(cold);
    expect(new Set(cold.map(({ picture }) => picture)).size).toBe(mixes.length);
  });

  it('reads a word of its own the same at once and token by token, and only with the adapter', async () => {
    const { tokenizer } = pipeline;
    const [before, word] = [tokenizer.encode('One night a'), tokenizer.encode(' heron')];
    const { cache } = await pipeline.adapters.mixed([chosen('words')]);
    cache.clear();
    const whole = await cache.read(tokenSegments([...before, ...word]));
    cache.clear();
    let stepped = await cache.read(tokenSegments(before));
    for (const id of word) stepped = await cache.step(id);
    expect(largestDifference(stepped.logits, whole.logits)).toBeLessThan(1e-4);
    await writeTinyAdapter(join(dir, 'wordless'), join(dir, 'bundle'), { ...made['words'], words: [] });
    const plain = (await pipeline.adapters.mixed([chosen('wordless')])).cache;
    plain.clear();
    const unknown = await plain.read(tokenSegments([...before, ...word]));
    expect(largestDifference(unknown.logits, whole.logits)).toBeGreaterThan(0.01);
  });

  it('draws a word that an adapter brings, says so, and tells a card in it', async () => {
    const asked = {
      mode: 'picture' as const,
      context: [],
      text: 'Nell saw a heron.',
      cast: [{ name: 'Nell', kind: 'character' as const, look: 'a grey heron', always: true, imagePaths: [] }],
    };
    const heard = async (adapters: AdapterChoice[]) => {
      const { notices } = await run(adapters, asked);
      const { parts } = await pipeline.inspect(request({ ...asked, adapters }));
      return { notices, card: parts.find(({ kind }) => kind === 'card') };
    };
    const without = await heard([]);
    expect(without.notices).toContainEqual({ kind: 'unknown-words', words: ['heron'] });
    expect(without.card).toMatchObject({ words: '', unknownWords: ['heron'] });
    const brought = await heard([chosen('words', 0.5)]);
    expect(brought.notices.map(({ kind }) => kind)).not.toContain('unknown-words');
    expect(brought.card).toMatchObject({ words: 'Nell the heron.', unknownWords: [] });
  });

  it('keeps the cache where only the look changes', async () => {
    const { cache } = await pipeline.adapters.mixed([chosen('look')]);
    expect(cache).toBe(pipeline.cache);
    const one = await pipeline.adapters.mixed([chosen('voice'), chosen('look')]);
    const two = await pipeline.adapters.mixed([chosen('voice'), chosen('lookToo')]);
    expect(two.cache).toBe(one.cache);
    expect(two.unet).not.toBe(one.unet);
  });

  it('leaves the plain networks alone', async () => {
    await outcome();
    const before = [pipeline.networks.languageModel, pipeline.networks.unet, pipeline.networks.mapper].map((session) =>
      session.traffic(),
    );
    await outcome([chosen('whole')]);
    const after = [pipeline.networks.languageModel, pipeline.networks.unet, pipeline.networks.mapper].map((session) =>
      session.traffic(),
    );
    expect(after).toEqual(before);
    expect(pipeline.networks.languageModel.inputNames.join()).not.toContain('lora');
  });

  it('remembers which, and how strongly', async () => {
    const { generation } = await run([chosen('whole', 0.5), chosen('look', 0)]);
    const { digest } = await pipeline.adapters.read(join(dir, 'whole'));
    expect(generation.adapters).toEqual([
      { id: '0190b0c0-0000-4000-8000-000000000001', name: 'Nell the heron', digest, strength: 0.5 },
    ]);
    expect((await run(undefined)).generation).not.toHaveProperty('adapters');
  });

  it('sees an adapter that was trained anew in its folder', async () => {
    await writeTinyAdapter(join(dir, 'moving'), join(dir, 'bundle'), { seed: 11, look: ['to_q'], size: 1 });
    const before = await outcome([chosen('moving')]);
    await writeTinyAdapter(join(dir, 'moving'), join(dir, 'bundle'), { seed: 12, look: ['to_q'], size: 1 });
    expect(await outcome([chosen('moving')])).not.toEqual(before);
  });

  it('refuses one of another bundle and goes on without it', async () => {
    await writeTinyAdapter(join(dir, 'foreign'), join(dir, 'bundle'), {
      card: { bundle: { name: 'forest-7b', digest: 'f'.repeat(64) } },
    });
    const none = await outcome();
    await expect(run([chosen('voice'), chosen('foreign')])).rejects.toThrow('was made for the bundle forest-7b');
    await expect(run(Array.from({ length: 9 }, () => chosen('voice')))).rejects.toThrow('9 adapters were chosen');
    expect(await outcome()).toEqual(none);
    expect((await outcome([chosen('voice')])).picture).toBeDefined();
  });
});
