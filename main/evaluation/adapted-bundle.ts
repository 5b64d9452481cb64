// A bundle with tuned adapters folded in, for measuring what they change: a copy of its folder whose language model (and U-Net, for a
// "look") has W + α/r·B·A in place of W or has a trained prefix, and whose vokens and mapper are the adapter's where it brings some.
// Layout: PEFT 0.21 as native-models/graphs/training/export/adapter-files.ts writes it. Not how the studio mixes adapters while it runs.
import { createHash } from 'node:crypto';
import { cp, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../common/base/studio-error';
import type { BundleManifest } from '../../common/domain/bundle';
import { openCheckpoint, type Checkpoint } from '../../native-models/weights/checkpoint';
import { writePending, type FloatTensor } from '../../native-models/weights/safetensors-writer';
import { readBundle, type Bundle } from '../runtime/bundle';
import { addPrefix, readPrefixTable } from '../runtime/language-prefix';

const adapterConfig = z.object({
  peft_type: z.string(),
  r: z.number().int().positive().optional(),
  lora_alpha: z.number().positive().optional(),
  fan_in_fan_out: z.boolean().optional(),
  use_rslora: z.boolean().optional(),
  use_dora: z.boolean().optional(),
});

/** What happens to a tensor of a part: its new numbers from its old ones. */
type Change = (values: Float32Array) => Float32Array;
type PartChanges = Map<string, Change[]>;
type AdaptedPart = 'languageModel' | 'unet' | 'mapper';

/** PEFT's prefix of every key of a wrapped model. */
const WRAPPED = 'base_model.model.';

/**
 * Writes `out`, a copy of `bundleDir` with the adapters folded in, one after the other. The original is left alone.
 * Throws `bad-request` for a folder that is no adapter, one that cannot be folded, a second prefix, or one of another model.
 */
export async function writeAdaptedBundle(
  bundleDir: string,
  adapterDirs: readonly string[],
  out: string,
): Promise<void> {
  const bundle = await readBundle(bundleDir);
  const prefixes: FloatTensor[] = [];
  const changes: Record<AdaptedPart, PartChanges> = { languageModel: new Map(), unet: new Map(), mapper: new Map() };
  for (const dir of adapterDirs) {
    const [voice, look] = [await adapterIn(dir), await adapterIn(join(dir, 'look'))];
    if (voice === undefined && look === undefined)
      throw new StudioError('bad-request', `There is no adapter in ${dir}: adapter_config.json is needed.`, {
        hint: 'Name the folder that a tuning has written.',
      });
    if (voice?.prefix !== undefined) prefixes.push(voice.prefix);
    else if (voice !== undefined) await addLora(changes.languageModel, loraFrom(voice));
    if (look !== undefined) await addLora(changes.unet, loraFrom(look));
    await addVokens(changes, join(dir, 'vokens.safetensors'), bundle);
  }
  await cp(bundleDir, out, { recursive: true });
  for (const part of ['languageModel', 'unet', 'mapper'] as const) await rewrite(bundle, part, changes[part], out);
  let { manifest } = bundle;
  for (const prefix of prefixes) manifest = await addPrefix(out, manifest, prefix);
  await renewManifest(manifest, out);
}

interface Lora {
  readonly name: string;
  readonly tensors: Checkpoint;
  readonly rank: number;
  /** α/r */
  readonly scale: number;
}

interface Adapter {
  readonly name: string;
  readonly config: z.infer<typeof adapterConfig> | undefined;
  readonly tensors: Checkpoint;
  /** The table of a prefix, which PEFT stores projected where it was trained with a projection. */
  readonly prefix: FloatTensor | undefined;
}

/** The adapter of a folder; undefined where there is none. */
async function adapterIn(dir: string): Promise<Adapter | undefined> {
  const text = await readFile(join(dir, 'adapter_config.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const config = adapterConfig.safeParse(JSON.parse(text)).data;
  const path = join(dir, 'adapter_model.safetensors');
  const prefix = config?.peft_type === 'PREFIX_TUNING' ? await readPrefixTable(path) : undefined;
  return { name: basename(dir), config, tensors: await openCheckpoint([path]), prefix };
}

function loraFrom({ name, config, tensors }: Adapter): Lora {
  const { r: rank, lora_alpha: alpha } = config ?? {};
  const isPlain = config?.fan_in_fan_out !== true && config?.use_rslora !== true && config?.use_dora !== true;
  if (config?.peft_type !== 'LORA' || rank === undefined || alpha === undefined || !isPlain) {
    throw new StudioError('bad-request', `The adapter ${name} cannot be folded into weights: it is no plain LoRA.`, {
      hint: 'Only prefixes, and LoRA without rsLoRA, DoRA or transposed weights, can be measured.',
    });
  }
  return { name, tensors, rank, scale: alpha / rank };
}

async function addLora(changes: PartChanges, lora: Lora): Promise<void> {
  const { tensors } = lora;
  for (const key of tensors.keys()) {
    const site = /^(.*)\.lora_A\.weight$/.exec(key)?.[1];
    if (site === undefined) continue;
    const a = await tensors.readFloat32(key); // (r, in)
    const b = await tensors.readFloat32(`${site}.lora_B.weight`); // (out, r)
    const target = `${site.startsWith(WRAPPED) ? site.slice(WRAPPED.length) : site}.weight`;
    addChange(changes, target, (weight) => folded(weight, a, b, lora));
  }
}

/** W + α/r · B A: W (out, in), A (r, in), B (out, r). */
function folded(weight: Float32Array, a: Float32Array, b: Float32Array, { rank, scale, name }: Lora): Float32Array {
  const width = a.length / rank;
  const rows = b.length / rank;
  if (weight.length !== rows * width) {
    throw new StudioError('bad-request', `The adapter ${name} belongs to another model.`, {
      hint: `It changes a weight of ${rows} x ${width}; the bundle's has ${weight.length} numbers.`,
    });
  }
  const sum = Float64Array.from(weight);
  for (let row = 0; row < rows; row++) {
    for (let r = 0; r < rank; r++) {
      const factor = scale * b[row * rank + r]!;
      for (let column = 0; column < width; column++) sum[row * width + column]! += factor * a[r * width + column]!;
    }
  }
  return Float32Array.from(sum);
}

/** Rows of the vokens in both tables, and the mapper's tensors, where the adapter has learned them. */
async function addVokens(
  changes: Readonly<Record<AdaptedPart, PartChanges>>,
  path: string,
  { manifest }: Bundle,
): Promise<void> {
  if (!(await stat(path).then(Boolean, () => false))) return;
  const learned = await openCheckpoint([path]);
  const [firstVoken = 0] = manifest.tokens.vokens;
  for (const key of learned.keys()) {
    const values = await learned.readFloat32(key);
    const table = { 'vokens.rows_in': 'model.embed_tokens.weight', 'vokens.rows_out': 'lm_head.weight' }[key];
    if (table !== undefined) {
      const [count, width = 0] = learned.locate(key).entry.shape;
      if (count !== manifest.tokens.vokens.length) {
        throw new StudioError(
          'bad-request',
          `The adapter has ${count} vokens, the bundle ${manifest.tokens.vokens.length}.`,
          {
            hint: 'Export its run as a bundle and name that with --bundle.',
          },
        );
      }
      addChange(changes.languageModel, table, (old) => withRows(old, values, firstVoken * width));
    } else if (key.startsWith('mapper.')) {
      addChange(changes.mapper, key.slice('mapper.'.length), () => values);
    }
  }
}

function withRows(table: Float32Array, rows: Float32Array, offset: number): Float32Array {
  const made = Float32Array.from(table);
  made.set(rows, offset);
  return made;
}

function addChange(changes: PartChanges, key: string, change: Change): void {
  changes.set(key, [...(changes.get(key) ?? []), change]);
}

/** Writes the part's one weight file anew where anything changes; as float32, so that nothing is rounded twice. */
async function rewrite({ dir, manifest }: Bundle, part: AdaptedPart, changes: PartChanges, out: string): Promise<void> {
  if (changes.size === 0) return;
  const [path, ...others] = manifest.parts[part].weights;
  if (path === undefined || others.length > 0)
    throw new StudioError('bad-request', `The bundle's ${part} lies in several files; adapters need one.`);
  const checkpoint = await openCheckpoint([join(dir, path)]);
  const stray = [...changes.keys()].find((key) => !checkpoint.has(key));
  if (stray !== undefined) {
    throw new StudioError('bad-request', `The adapter belongs to another model: the bundle has no ${stray}.`, {
      hint: 'Name an adapter that was tuned on this bundle.',
    });
  }
  const pending = checkpoint.keys().map((key) => ({
    key,
    shape: checkpoint.locate(key).entry.shape,
    load: async () =>
      (changes.get(key) ?? []).reduce((values, change) => change(values), await checkpoint.readFloat32(key)),
  }));
  await writePending(join(out, path), pending);
}

/** Sizes and hashes of the manifest after files have changed. */
async function renewManifest(manifest: BundleManifest, out: string): Promise<void> {
  const files = [];
  for (const { path } of manifest.files) {
    const bytes = await readFile(join(out, path));
    files.push({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  await writeFile(join(out, 'manifest.json'), `${JSON.stringify({ ...manifest, files }, null, 2)}\n`);
}
