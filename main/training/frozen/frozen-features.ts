// What the frozen networks say about a data set, computed once: latents and soft tokens of pictures, embeddings of captions. Rows are
// found by the content of the picture or the words of the caption; a second run, or another data set with the same pictures, computes
// nothing. It decides what to compute; the networks are runtime/frozen-networks.ts.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { StudioError, throwIfCancelled } from '../../../common/base/studio-error';
import type { RowNetworkPlan } from '../../runtime/frozen-networks';
import type { Picture } from '../data/world-records';
import { digestOf } from '../run/run-folder';
import { RowCache } from './row-cache';

export interface PixelSize {
  readonly sizePx: number;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
}

/** Decodes a picture file: float32[3][sizePx][sizePx], (value - mean) / std of values from 0 to 1. */
export type PixelReader = (bytes: Uint8Array, name: string, size: PixelSize) => Promise<Float32Array>;

export interface FeatureOptions {
  readonly cacheDir: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (what: string, done: number, of: number) => void;
}

const BATCH = 16;
const READ_AHEAD = 8;

/** Rows by picture, ready to be read in any order. */
export interface PictureRows {
  readonly rowLength: number;
  /** Rows of several pictures, one after the other. */
  read(pictures: readonly Picture[]): Float32Array;
  close(): void;
}

/** Rows by caption. */
export interface CaptionRows {
  readonly rowLength: number;
  readInto(caption: string, into: Float32Array, offset: number): void;
  close(): void;
}

/** Content hashes of picture files, each read once. */
export class PictureHashes {
  readonly #hashes = new Map<string, string>();

  /** Throws `bad-request` naming the first picture that cannot be read. */
  async readAll(pictures: readonly Picture[], { signal, onProgress }: FeatureOptions): Promise<void> {
    const left = pictures.filter(({ path }) => !this.#hashes.has(path));
    for (let start = 0; start < left.length; start += READ_AHEAD) {
      throwIfCancelled(signal);
      await Promise.all(
        left.slice(start, start + READ_AHEAD).map(async ({ path }) => {
          this.#hashes.set(path, sha256(await readPicture(path)));
        }),
      );
      if (start % (READ_AHEAD * 64) === 0) onProgress?.('pictures read', start, left.length);
    }
  }

  of(picture: Picture): string {
    const hash = this.#hashes.get(picture.path);
    if (hash === undefined) throw new StudioError('internal', `The picture ${picture.id} was never read.`);
    return hash;
  }
}

/** Computes what is missing of the rows of pictures. The network is opened only if something is. */
export async function pictureRows(
  plan: RowNetworkPlan<Float32Array>,
  pictures: readonly Picture[],
  hashes: PictureHashes,
  pixels: { readonly read: PixelReader; readonly size: PixelSize },
  options: FeatureOptions,
): Promise<PictureRows> {
  await hashes.readAll(pictures, options);
  const cache = openCache(plan, options);
  const byHash = new Map(pictures.map((picture) => [hashes.of(picture), picture]));
  try {
    await fill(plan, cache, [...byHash], options, async ([, { path }]) =>
      pixels.read(await readPicture(path), basename(path), pixels.size),
    );
  } catch (error) {
    cache.close();
    throw error;
  }
  return {
    rowLength: cache.rowLength,
    read: (wanted) => cache.read(wanted.map((picture) => hashes.of(picture))),
    close: () => {
      cache.close();
    },
  };
}

/** Computes what is missing of the embeddings of captions; the empty caption is always among them. */
export async function captionRows(
  plan: RowNetworkPlan<string>,
  captions: Iterable<string>,
  options: FeatureOptions,
): Promise<CaptionRows> {
  const cache = openCache(plan, options);
  const distinct = [...new Set(['', ...captions])].map((caption) => [sha256(caption), caption] as const);
  const hashes = new Map(distinct.map(([hash, caption]) => [caption, hash]));
  try {
    await fill(plan, cache, distinct, options, ([, caption]) => Promise.resolve(caption));
  } catch (error) {
    cache.close();
    throw error;
  }
  return {
    rowLength: cache.rowLength,
    readInto: (caption, into, offset) => {
      cache.readInto(hashes.get(caption) ?? sha256(caption), into, offset);
    },
    close: () => {
      cache.close();
    },
  };
}

async function fill<Item extends readonly [hash: string, ...unknown[]], Input>(
  plan: RowNetworkPlan<Input>,
  cache: RowCache,
  items: readonly Item[],
  { signal, onProgress }: FeatureOptions,
  inputOf: (item: Item) => Promise<Input>,
): Promise<void> {
  const missing = items.filter(([hash]) => !cache.has(hash));
  if (missing.length === 0) return;
  const network = await plan.open();
  try {
    for (let start = 0; start < missing.length; start += BATCH) {
      throwIfCancelled(signal);
      const part = missing.slice(start, start + BATCH);
      cache.add(
        part.map(([hash]) => hash),
        await network.run(await Promise.all(part.map(inputOf))),
      );
      onProgress?.(plan.name, start + part.length, missing.length);
    }
  } finally {
    await network.close();
  }
}

function openCache(plan: { name: string; digest: string; rowLength: number }, { cacheDir }: FeatureOptions): RowCache {
  return RowCache.open(cacheDir, `${plan.name}-${digestOf(plan.digest).slice(0, 16)}`, plan.rowLength);
}

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

async function readPicture(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new StudioError('bad-request', `The picture ${path} cannot be read.`, {
      hint: 'Make the data set again with pictures; one made with --text-only has none.',
      cause,
    });
  }
}
