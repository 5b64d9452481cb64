// A checkpoint of a run: parameters, the optimiser's moments, averages and the position of the run in one safetensors file, written whole
// or not at all. The random numbers of a step follow from the seed and the step's number, so the position is all their state.
import { join } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../common/base/studio-error';
import { openCheckpoint } from '../../../native-models/weights/checkpoint';
import { headerBytesFrom } from '../../../native-models/weights/safetensors-header';
import type { OptimiserState } from '../optimiser/adamw';
import { writeWhole, type RunFiles } from './run-files';

/** Where a run stands. */
const positionSchema = z.strictObject({
  step: z.int().nonnegative(),
  /** Time spent in training, by all slices together. */
  seconds: z.number().nonnegative(),
  /** Drawn or named panels that were learned from. */
  samples: z.int().nonnegative(),
  /** Updates of the moving average; 0 where none is kept. */
  averaged: z.int().nonnegative(),
});
export type RunPosition = z.infer<typeof positionSchema>;

export interface RunState {
  readonly position: RunPosition;
  readonly parameters: OptimiserState;
  readonly optimiser: OptimiserState;
  readonly averages: OptimiserState;
}

const KEPT = 2;
const NAME = /^step-(\d{9})\.safetensors$/;
const groups = ['parameters', 'optimiser', 'averages'] as const;
const keyOf = (group: (typeof groups)[number], name: string): string => `${group}/${name}`;

/** Writes the state of a step and drops all but the last two checkpoints. Throws `disk-full` or `io`; older ones stay whole. */
export async function writeCheckpoint(files: RunFiles, folder: string, state: RunState): Promise<void> {
  const tensors = groups
    .flatMap((group) => [...state[group]].map(([name, tensor]) => ({ key: keyOf(group, name), ...tensor })))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const lines = tensors.map(({ key, shape, values }) => ({
    key,
    dtype: 'F32' as const,
    shape,
    byteLength: values.byteLength,
  }));
  const header = headerBytesFrom(lines, { position: JSON.stringify(state.position) });
  const pieces = function* (): Generator<Uint8Array> {
    yield header;
    for (const { values } of tensors) yield new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  };
  const name = `step-${String(state.position.step).padStart(9, '0')}.safetensors`;
  await writeWhole(files, join(folder, name), pieces());
  const names = await checkpointNames(files, folder);
  for (const old of names.slice(0, -KEPT)) await files.remove(join(folder, old));
}

/** Files of the checkpoints in a folder, oldest first. */
export async function checkpointNames(files: RunFiles, folder: string): Promise<string[]> {
  return (await files.list(folder)).filter((name) => NAME.test(name)).sort();
}

/**
 * The newest checkpoint that is whole, or undefined where there is none. A damaged one is passed over and told to `onDamaged`.
 * Throws `weights-corrupt` when all of them are damaged.
 */
export async function readNewestCheckpoint(
  files: RunFiles,
  folder: string,
  onDamaged: (name: string) => void = () => undefined,
): Promise<RunState | undefined> {
  const names = await checkpointNames(files, folder);
  for (const name of names.toReversed()) {
    try {
      return await readCheckpoint(join(folder, name));
    } catch (error) {
      if (!(error instanceof StudioError) || error.code === 'io') throw error;
      onDamaged(name);
    }
  }
  if (names.length === 0) return undefined;
  throw new StudioError('weights-corrupt', `None of the ${names.length} checkpoints in ${folder} can be read.`, {
    hint: 'Start a new run folder.',
  });
}

async function readCheckpoint(path: string): Promise<RunState> {
  const checkpoint = await openCheckpoint([path]);
  const position = positionSchema.safeParse(jsonFrom(checkpoint.files[0]?.metadata['position']));
  if (!position.success) throw new StudioError('weights-corrupt', `${path} does not say which step it is of.`);
  const read = async (group: (typeof groups)[number]): Promise<OptimiserState> => {
    const prefix = keyOf(group, '');
    const state = new Map<string, { shape: readonly number[]; values: Float32Array }>();
    for (const key of checkpoint.keys().filter((candidate) => candidate.startsWith(prefix))) {
      const values = await checkpoint.readFloat32(key);
      state.set(key.slice(prefix.length), { shape: checkpoint.locate(key).entry.shape, values });
    }
    return state;
  };
  return {
    position: position.data,
    parameters: await read('parameters'),
    optimiser: await read('optimiser'),
    averages: await read('averages'),
  };
}

function jsonFrom(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
