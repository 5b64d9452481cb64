// The two thin matrices of every adapted layer, read from PEFT's adapter_model.safetensors and held against what the bundle takes: known
// layers, whole pairs, right shapes, finite numbers. Each refusal is one sentence. PEFT's scale is folded into B here.
import { basename } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import { openCheckpoint, type Checkpoint } from '../../../native-models/weights/checkpoint';
import { loraShapes, type LoraSite } from '../../../native-models/nn/param-scope';
import type { LowRankConfig } from './peft-config';

/** What is added to one layer: y += (x Aᵀ) Bᵀ, the same with convolutions where it is one. */
export interface LowRankSite {
  readonly rank: number;
  /** float32 (r, in) or (r, in, k, k) */
  readonly a: Float32Array;
  /** float32 (out, r) or (out, r, 1, 1), PEFT's scale inside */
  readonly b: Float32Array;
  readonly site: LoraSite;
}

export type LowRankPart = ReadonlyMap<string, LowRankSite>;

/** PEFT's prefix of every key of a wrapped model. */
const WRAPPED = 'base_model.model.';
const keyPattern = /^(.*)\.lora_([AB])\.weight$/;

export interface LowRankContext {
  /** Of the adapter and of the bundle, for sentences. */
  readonly name: string;
  readonly bundleTitle: string;
}

/** The path of the layer that a key belongs to; undefined where it is no matrix of a LoRA. */
export function sitePathOf(key: string): { readonly path: string; readonly half: 'a' | 'b' } | undefined {
  const match = keyPattern.exec(key.startsWith(WRAPPED) ? key.slice(WRAPPED.length) : key);
  return match === null ? undefined : { path: match[1]!, half: match[2] === 'A' ? 'a' : 'b' };
}

/** Throws `bad-request`. */
export async function readLowRankPart(
  checkpoint: Checkpoint,
  { rank, scale }: LowRankConfig,
  fit: ReadonlyMap<string, LoraSite>,
  context: LowRankContext,
): Promise<LowRankPart> {
  const halves = new Map<string, { a?: string; b?: string }>();
  for (const key of checkpoint.keys()) {
    const site = sitePathOf(key);
    if (site === undefined) throw refusal(context, `it holds ${key}, which is no matrix of a LoRA`);
    if (!fit.has(site.path)) throw refusal(context, `it changes ${site.path}, which the bundle does not offer`);
    halves.set(site.path, { ...halves.get(site.path), [site.half]: key });
  }
  if (halves.size === 0) throw refusal(context, 'its adapter_model.safetensors is empty');
  const part = new Map<string, LowRankSite>();
  for (const [path, site] of fit) {
    const keys = halves.get(path);
    if (keys === undefined) continue;
    if (keys.a === undefined || keys.b === undefined) {
      const [there, missing] = keys.a === undefined ? ['lora_B', 'lora_A'] : ['lora_A', 'lora_B'];
      throw new StudioError(
        'bad-request',
        `The adapter "${context.name}" is incomplete: ${path} has ${there} but no ${missing}.`,
        {
          hint: 'Export or copy it again.',
        },
      );
    }
    const shapes = loraShapes(site, rank);
    const a = await matrix(checkpoint, keys.a, shapes.a, path, context);
    const b = await matrix(checkpoint, keys.b, shapes.b, path, context);
    part.set(path, { rank, a, b: scale === 1 ? b : b.map((value) => value * scale), site });
  }
  return part;
}

async function matrix(
  checkpoint: Checkpoint,
  key: string,
  expected: readonly number[],
  path: string,
  { name, bundleTitle }: LowRankContext,
): Promise<Float32Array> {
  const { shape } = checkpoint.locate(key).entry;
  if (shape.length !== expected.length || shape.some((size, axis) => size !== expected[axis])) {
    const half = sitePathOf(key)?.half === 'a' ? 'A' : 'B';
    throw new StudioError(
      'bad-request',
      `The adapter "${name}" does not fit ${bundleTitle}: ${path} takes a lora_${half} of ${expected.join(' x ')}, it brings ${shape.join(' x ')}.`,
      { hint: 'It was made for another model; choose it with the bundle that it was made on.' },
    );
  }
  const values = await checkpoint.readFloat32(key);
  checkFinite(values, key, name);
  return values;
}

/** Throws `bad-request`: a writer reads these sentences as they are, and no part of the bundle is to blame. */
export function checkFinite(values: Float32Array, key: string, name: string): void {
  if (values.every(Number.isFinite)) return;
  throw new StudioError('bad-request', `The adapter "${name}" is damaged: ${key} holds numbers that are not finite.`, {
    hint: 'Take an earlier checkpoint, or train it again.',
  });
}

function refusal({ name, bundleTitle }: LowRankContext, what: string): StudioError {
  return new StudioError('bad-request', `The adapter "${name}" does not fit ${bundleTitle}: ${what}.`, {
    hint: 'It was made for another model; choose it with the bundle that it was made on.',
  });
}

/** A file of the adapter's. Throws `bad-request` in the adapter's own words. */
export async function openAdapterTensors(path: string, name: string): Promise<Checkpoint> {
  try {
    return await openCheckpoint([path]);
  } catch (cause) {
    throw new StudioError('bad-request', `The adapter "${name}" is damaged: ${basename(path)} cannot be read.`, {
      hint: 'Export or copy it again.',
      cause,
    });
  }
}
