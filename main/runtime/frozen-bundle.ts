// A folder of frozen networks in the bundle's layout, with or without its manifest: what training needs of a bundle. Parts that are not
// there are only missed when they are asked for. Not the bundle that generates (bundle.ts), which must be whole.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../common/base/studio-error';
import type { BundleManifest } from '../../common/domain/bundle';
import { autoencoderConfigFrom } from '../../native-models/architectures/autoencoder';
import { pictureReaderConfigFrom } from '../../native-models/architectures/picture-reader';
import { readBundle } from './bundle';
import type { WeightFile } from './prepared-weights';
import { readTokenizer, type TextTokenizer } from './tokenizer';

export const partNames = ['languageModel', 'vision', 'mapper', 'textEncoder', 'unet', 'autoencoder'] as const;
export type FrozenPartName = (typeof partNames)[number];

export interface FrozenPart {
  readonly config: unknown;
  /** Hashed, so that caches of what the part computes are named by it. */
  readonly weights: readonly WeightFile[];
}

export interface FrozenBundle {
  readonly dir: string;
  readonly tokenizer: TextTokenizer;
  /** SHA-256 of tokenizer.json. */
  readonly tokenizerDigest: string;
  readonly tokens: BundleManifest['tokens'];
  /** Ids of the brackets around a picture. */
  readonly brackets: { readonly open: number; readonly close: number };
  /** Words of its world; undefined without a manifest. */
  readonly knows: BundleManifest['knows'] | undefined;
  /** scheduler_config.json, parsed JSON; undefined where there is none. */
  readonly scheduler: unknown;
  has(name: FrozenPartName): Promise<boolean>;
  /** Throws `bundle-missing` naming the file that is not there. */
  part(name: FrozenPartName): Promise<FrozenPart>;
  /** Most positions of the language model's context. */
  contextLength(): Promise<number>;
  /** How pictures become latents. Throws `bundle-missing` without an autoencoder. */
  pictureSize(): Promise<BundleManifest['picture']>;
  /** How pictures become soft tokens. Throws `bundle-missing` without a vision part. */
  visionSize(): Promise<BundleManifest['vision']>;
}

const folders: Readonly<Record<FrozenPartName, string>> = {
  languageModel: 'language-model',
  vision: 'vision',
  mapper: 'mapper',
  textEncoder: 'text-encoder',
  unet: 'unet',
  autoencoder: 'autoencoder',
};
const NUM_VOKENS = 8; // MiniGPT-5 §3.2
/** Pictures from 0 to 1 become -1 to 1 where no manifest says otherwise. */
const MIDDLE: readonly [number, number, number] = [0.5, 0.5, 0.5];

/** Opens the folder: tokenizer and token ids at once, parts when they are asked for. Throws `bundle-missing`, `weights-corrupt`, or `bad-request` with a prefix or with words of adapters. */
export async function readFrozenBundle(dir: string): Promise<FrozenBundle> {
  const manifest = (await exists(join(dir, 'manifest.json'))) ? (await readBundle(dir)).manifest : undefined;
  if (manifest?.parts.languageModel.prefix !== undefined) {
    throw new StudioError(
      'bad-request',
      'The language model of this bundle has a trained prefix; training cannot build on it.',
      {
        hint: 'Train on the bundle that the prefix was trained on, and go on from its run with --start.',
        detail: { dir },
      },
    );
  }
  if (manifest?.newWords !== undefined) {
    throw new StudioError(
      'bad-request',
      'This bundle has adapters folded in that brought words; training cannot build on it.',
      {
        hint: 'Train on the bundle without them, and mix the adapters.',
        detail: { dir },
      },
    );
  }
  const tokenizerPath = join(dir, manifest?.parts.tokenizer ?? 'tokenizer.json');
  const tokenizer = await readTokenizer(tokenizerPath);
  const hashes = new Map(manifest?.files.map(({ path, sha256 }) => [path, sha256]));
  const filesOf = (name: FrozenPartName): { config: string; weights: readonly string[] } => {
    if (manifest !== undefined) return manifest.parts[name];
    const leaf = name === 'unet' || name === 'autoencoder' ? 'diffusion_pytorch_model' : 'model';
    return { config: `${folders[name]}/config.json`, weights: [`${folders[name]}/${leaf}.safetensors`] };
  };
  const has = async (name: FrozenPartName): Promise<boolean> => {
    const { config, weights } = filesOf(name);
    for (const path of [config, ...weights]) if (!(await exists(join(dir, path)))) return false;
    return true;
  };
  const configOf = async (name: FrozenPartName): Promise<unknown> => {
    const config = await readJson(dir, filesOf(name).config);
    if (config !== undefined) return config;
    throw missing(dir, filesOf(name).config);
  };
  const schedulerPath = manifest?.parts.scheduler.config ?? 'scheduler/scheduler_config.json';
  return {
    dir,
    tokenizer,
    tokenizerDigest: await hashOfFile(tokenizerPath),
    tokens: manifest?.tokens ?? tokensFrom(tokenizer),
    brackets: {
      open: idOf(tokenizer, manifest?.prompt.imageOpen ?? '<Img>'),
      close: idOf(tokenizer, manifest?.prompt.imageClose ?? '</Img>'),
    },
    knows: manifest?.knows,
    scheduler: await readJson(dir, schedulerPath),
    has,
    async part(name) {
      const { weights } = filesOf(name);
      const files: WeightFile[] = [];
      for (const path of weights) {
        if (!(await exists(join(dir, path)))) throw missing(dir, path);
        files.push({ path: join(dir, path), sha256: hashes.get(path) ?? (await hashOfFile(join(dir, path))) });
      }
      return { config: await configOf(name), weights: files };
    },
    async contextLength() {
      return (
        manifest?.prompt.contextLength ?? numberAt(await configOf('languageModel'), 'max_position_embeddings') ?? 1024
      );
    },
    async pictureSize() {
      if (manifest !== undefined) return manifest.picture;
      const json = await configOf('autoencoder');
      const config = autoencoderConfigFrom(json);
      const sizePx = numberAt(json, 'sample_size') ?? 128;
      const latentSizePx = sizePx / 2 ** (config.blockOutChannels.length - 1);
      const scalingFactor = numberAt(json, 'scaling_factor') ?? 1;
      const latentShift = numberAt(json, 'shift_factor');
      const { latentChannels } = config;
      return {
        sizePx,
        latentSizePx,
        latentChannels,
        scalingFactor,
        ...(latentShift === undefined ? {} : { latentShift }),
      };
    },
    async visionSize() {
      if (manifest !== undefined) return manifest.vision;
      const config = pictureReaderConfigFrom(await configOf('vision'));
      const { imageSizePx } = config.encoder;
      return { sizePx: imageSizePx, mean: [...MIDDLE], std: [...MIDDLE], numSoftTokens: config.numQueryTokens };
    },
  };
}

/** Names exactly what a training reads of a folder: the given parts as far as they are there, tokenizer and noise schedule. */
export async function bundleDigest(bundle: FrozenBundle, names: readonly FrozenPartName[]): Promise<string> {
  const parts: string[] = [];
  for (const name of names) if (await bundle.has(name)) parts.push(name, partDigest(await bundle.part(name)));
  const rest = [bundle.tokenizerDigest, JSON.stringify(bundle.tokens), JSON.stringify(bundle.scheduler)];
  return createHash('sha256')
    .update(JSON.stringify([...parts, ...rest]))
    .digest('hex');
}

/** Names exactly these files: the hashes of a part's weights, and its configuration. */
export function partDigest({ config, weights }: FrozenPart): string {
  const named = JSON.stringify([config, weights.map(({ sha256 }) => sha256)]);
  return createHash('sha256').update(named).digest('hex');
}

function tokensFrom(tokenizer: TextTokenizer): BundleManifest['tokens'] {
  return {
    bos: idOf(tokenizer, '<s>'),
    eos: idOf(tokenizer, '</s>'),
    pad: idOf(tokenizer, '<pad>'),
    vokens: Array.from({ length: NUM_VOKENS }, (_, i) => idOf(tokenizer, `[IMG${i}]`)),
    imagePlaceholder: idOf(tokenizer, '<ImageHere>'),
  };
}

function idOf(tokenizer: TextTokenizer, token: string): number {
  const id = tokenizer.idOf(token);
  if (id !== undefined) return id;
  throw new StudioError('weights-corrupt', `The tokenizer has no token ${token}.`, {
    hint: 'Use the tokenizer of a voken bundle, with the picture brackets and the vokens added.',
  });
}

function numberAt(json: unknown, key: string): number | undefined {
  const value: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, key) : undefined;
  return typeof value === 'number' ? value : undefined;
}

function missing(dir: string, path: string): StudioError {
  return new StudioError('bundle-missing', `The folder of frozen parts has no ${path}, which this training needs.`, {
    hint: 'Give a complete bundle, or switch off the loss that needs it.',
    detail: { dir, path },
  });
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** The parsed file, or undefined where there is none. */
async function readJson(dir: string, path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(join(dir, path), 'utf8');
  } catch {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StudioError('weights-corrupt', `${path} is not JSON.`, { detail: { dir }, cause });
  }
}

async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
