// An adapter for the tiny bundle, in PEFT's layout with the studio's card: random numbers, the same for the same seed. For tests of reading,
// mixing and keeping adapters. What is broken on purpose is broken by the test.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rng } from '../../common/base/rng';
import { ADAPTER_WORDS_FILE, type AdapterCard } from '../../common/domain/adapter';
import { loraShapes, type LoraSite } from '../../native-models/nn/param-scope';
import { adapterFitOf, type AdapterFit } from '../../main/runtime/adapters/adapter-fit';
import { writeAdapterCard } from '../../main/runtime/adapters/adapter-card-file';
import { ownVokens } from '../../main/runtime/adapters/vokens-file';
import { readBundle } from '../../main/runtime/bundle';
import { writeSafetensors, type FloatTensor } from '../../native-models/weights/safetensors-writer';

export interface TinyAdapterOptions {
  readonly seed?: number;
  readonly rank?: number;
  readonly alpha?: number;
  /** Sites of the language model, by the end of their path; empty: no voice. */
  readonly voice?: readonly string[];
  readonly look?: readonly string[];
  readonly vokens?: boolean;
  readonly mapper?: boolean;
  /** For characters that the bundle does not know. */
  readonly words?: readonly string[];
  /** null: no card, as PEFT leaves it. */
  readonly card?: Partial<AdapterCard> | null;
  /** How loud its numbers are. */
  readonly size?: number;
  readonly config?: Readonly<Record<string, unknown>>;
}

/** Writes the folder `dir`. */
export async function writeTinyAdapter(
  dir: string,
  bundleDir: string,
  options: TinyAdapterOptions = {},
): Promise<void> {
  const fit = await adapterFitOf(await readBundle(bundleDir));
  const {
    seed = 1,
    rank = 2,
    alpha = 4,
    voice = ['q_proj', 'v_proj'],
    look = [],
    vokens = false,
    mapper = false,
    words = [],
    card = {},
    size = 0.3,
    config = {},
  } = options;
  const rng = new Rng(seed);
  const noise = (...shape: readonly number[]): FloatTensor => ({
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => size * rng.gaussian()),
  });
  const part = async (folder: string, sites: ReadonlyMap<string, LoraSite>, targets: readonly string[]) => {
    if (targets.length === 0) return;
    const tensors: Record<string, FloatTensor> = {};
    for (const [path, site] of sites) {
      if (!targets.some((target) => path.endsWith(target))) continue;
      const shapes = loraShapes(site, rank);
      tensors[`base_model.model.${path}.lora_A.weight`] = noise(...shapes.a);
      tensors[`base_model.model.${path}.lora_B.weight`] = noise(...shapes.b);
    }
    await mkdir(folder, { recursive: true });
    await writeSafetensors(join(folder, 'adapter_model.safetensors'), tensors, { metadata: { format: 'pt' } });
    const json = { peft_type: 'LORA', r: rank, lora_alpha: alpha, bias: 'none', target_modules: targets, ...config };
    await writeFile(join(folder, 'adapter_config.json'), JSON.stringify(json));
  };
  await mkdir(dir, { recursive: true });
  await part(dir, fit.voice, voice);
  await part(join(dir, 'look'), fit.look, look);
  if (vokens || mapper)
    await writeSafetensors(join(dir, 'vokens.safetensors'), await learned(fit, { vokens, mapper }, noise));
  if (words.length > 0) await writeFile(join(dir, ADAPTER_WORDS_FILE), JSON.stringify({ characters: words }));
  if (card === null) return;
  const { manifest, digest } = fit.bundle;
  await writeAdapterCard(dir, {
    version: 1,
    id: '0190b0c0-0000-4000-8000-000000000001',
    name: 'Nell the heron',
    created: '2026-11-23T12:00:00.000Z',
    bundle: { name: manifest.name, digest },
    parts: {
      ...(voice.length === 0 ? {} : { voice: { rank, alpha, targets: [...voice] } }),
      ...(look.length === 0 ? {} : { look: { rank, alpha, targets: [...look] } }),
      vokens,
      mapper,
      ...(words.length === 0 ? {} : { words: [...words] }),
    },
    training: {
      trainedOn: { stories: 4, panels: 24, digest: 'a'.repeat(64) },
      preset: 'quick',
      steps: 100,
      bestStep: 80,
      validation: { before: 1, after: 0.5 },
    },
    proof: { finite: true, normPerPart: { voice: 1 }, changedSinceLast: 0.1, effectOnSamples: 0.1 },
    ...card,
  });
}

async function learned(
  fit: AdapterFit,
  parts: { readonly vokens: boolean; readonly mapper: boolean },
  noise: (...shape: readonly number[]) => FloatTensor,
): Promise<Record<string, FloatTensor>> {
  const tensors: Record<string, FloatTensor> = {};
  const own = await ownVokens(fit);
  const moved = (values: Float32Array, shape: readonly number[]): FloatTensor => {
    const { data } = noise(...shape);
    return { shape, data: data.map((value, i) => value + values[i]!) };
  };
  if (parts.vokens) {
    const shape = [fit.bundle.manifest.tokens.vokens.length, fit.rowWidth];
    tensors['vokens.rows_in'] = moved(own.rowsIn, shape);
    tensors['vokens.rows_out'] = moved(own.rowsOut, shape);
  }
  if (parts.mapper)
    for (const [key, shape] of fit.mapper) tensors[`mapper.${key}`] = moved(await own.mapper.readFloat32(key), shape);
  return tensors;
}
