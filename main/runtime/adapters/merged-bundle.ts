// A bundle with adapters folded in for good: a copy of its folder whose language model and U-Net have W + Σ s·α/r·B·A in place of W, or a
// trained prefix, and whose vokens and mapper have moved towards the adapters' (adapter-mix.ts). For measuring, and for a writer who wants
// one file less. How the studio mixes adapters while it runs is pipeline/adapters.
import { createHash } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import type { BundleManifest } from '../../../common/domain/bundle';
import { openCheckpoint } from '../../../native-models/weights/checkpoint';
import { writePending, type FloatTensor } from '../../../native-models/weights/safetensors-writer';
import { readBundle, type Bundle } from '../bundle';
import { strongestWords } from '../bundle-words';
import { addPrefix, readPrefixTable } from '../language-prefix';
import { adapterFitOf, type AdapterFit } from './adapter-fit';
import { mixedValues, type AdapterChoice, type StrongAdapter } from './adapter-mix';
import type { LowRankSite } from './low-rank-file';
import { readAdapter } from './read-adapter';
import { ownVokens, readVokens, VOKENS_FILE, type LearnedVokens } from './vokens-file';

/** What happens to a tensor of a part: its new numbers from its old ones. */
type Change = (values: Float32Array) => Float32Array;
type PartChanges = Map<string, Change[]>;
type AdaptedPart = 'languageModel' | 'unet' | 'mapper';

/**
 * Writes `out`, a copy of `bundleDir` with the adapters folded in. The original is left alone.
 * @param renamed what the copy is called; as the original unless given
 * @throws as `readAdapter` does, and `bad-request` for a second prefix or one with a strength
 */
export async function writeMergedBundle(
  bundleDir: string,
  choices: readonly AdapterChoice[],
  out: string,
  renamed: Partial<Pick<BundleManifest, 'name' | 'title'>> = {},
): Promise<void> {
  const bundle = await readBundle(bundleDir);
  const prefixes: FloatTensor[] = [];
  const adapters: StrongAdapter[] = [];
  const learned: StrongVokens[] = [];
  const words = [...(bundle.manifest.newWords ?? [])];
  let fit: AdapterFit | undefined;
  for (const { dir, strength } of choices) {
    fit ??= await adapterFitOf(bundle);
    const prefix = await prefixIn(dir);
    if (prefix === undefined) {
      const adapter = await readAdapter(dir, fit);
      adapters.push({ adapter, strength });
      learned.push({ ...adapter.learned, strength });
      words.push(...adapter.words.map((word) => ({ word, strength })));
    } else if (strength === 1) {
      prefixes.push(prefix);
      learned.push({ ...(await readVokens(join(dir, VOKENS_FILE), fit, basename(dir))), strength });
    } else {
      throw new StudioError('bad-request', `A prefix has no strength; ${strength} was asked for.`, {
        hint: 'Leave it out.',
      });
    }
  }
  const changes: Record<AdaptedPart, PartChanges> = { languageModel: new Map(), unet: new Map(), mapper: new Map() };
  for (const [part, sites] of [
    ['languageModel', 'voice'],
    ['unet', 'look'],
  ] as const) {
    for (const { adapter, strength } of adapters)
      for (const [path, site] of adapter[sites])
        addChange(changes[part], `${path}.weight`, (weight) => folded(weight, site, strength));
  }
  if (fit !== undefined) await addVokens(changes, learned, fit);
  await cp(bundleDir, out, { recursive: true });
  for (const part of ['languageModel', 'unet', 'mapper'] as const) await rewrite(bundle, part, changes[part], out);
  let manifest: BundleManifest = { ...bundle.manifest, ...renamed };
  for (const prefix of prefixes) manifest = await addPrefix(out, manifest, prefix);
  if (words.length > 0) manifest = { ...manifest, newWords: strongestWords(words) };
  await renewManifest(manifest, out);
}

/** The table of a prefix, which PEFT stores projected where it was trained with a projection; undefined: it is no prefix. */
async function prefixIn(dir: string): Promise<FloatTensor | undefined> {
  const text = await readFile(join(dir, 'adapter_config.json'), 'utf8').catch(() => undefined);
  if (text === undefined || !/"peft_type"\s*:\s*"PREFIX_TUNING"/.test(text)) return undefined;
  return readPrefixTable(join(dir, 'adapter_model.safetensors'));
}

/** W + s·B A: W (out, in), A (r, in), B (out, r) with α/r inside. */
function folded(weight: Float32Array, { a, b, rank }: LowRankSite, strength: number): Float32Array {
  const width = a.length / rank;
  const sum = Float64Array.from(weight);
  for (let row = 0; row < b.length / rank; row++) {
    for (let r = 0; r < rank; r++) {
      const factor = strength * b[row * rank + r]!;
      for (let column = 0; column < width; column++) sum[row * width + column]! += factor * a[r * width + column]!;
    }
  }
  return Float32Array.from(sum);
}

/** What an adapter has learned beside PEFT's files, with its strength. */
type StrongVokens = LearnedVokens & { readonly strength: number };

/** Rows of the vokens in both tables, and the mapper's tensors, where an adapter has learned them. */
async function addVokens(
  changes: Readonly<Record<AdaptedPart, PartChanges>>,
  all: readonly StrongVokens[],
  fit: AdapterFit,
): Promise<void> {
  const learned = all.filter(({ rowsNorm, mapperNorm }) => rowsNorm > 0 || mapperNorm > 0);
  if (learned.length === 0) return;
  const own = await ownVokens(fit);
  for (const [part, table] of [
    ['rowsIn', own.tables.input],
    ['rowsOut', own.tables.output],
  ] as const) {
    const moved = learned.flatMap(({ [part]: values, strength }) =>
      values === undefined ? [] : [{ values, strength }],
    );
    if (moved.length === 0) continue;
    const rows = mixedValues(own[part], moved);
    addChange(changes.languageModel, table, (old) => {
      const made = Float32Array.from(old);
      for (const [i, id] of fit.bundle.manifest.tokens.vokens.entries())
        made.set(rows.subarray(i * fit.rowWidth, (i + 1) * fit.rowWidth), id * fit.rowWidth);
      return made;
    });
  }
  for (const key of fit.mapper.keys()) {
    const moved = learned.flatMap(({ mapper, strength }) => {
      const values = mapper.get(key);
      return values === undefined ? [] : [{ values, strength }];
    });
    if (moved.length > 0) addChange(changes.mapper, key, (old) => mixedValues(old, moved));
  }
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
