// Where a graph takes its weights from: tensors in memory, or byte ranges of files that the runtime maps.
// The answers are immediate, because building a graph is; whatever must be read or converted is done before.
// Satisfies the TensorSource that ParamScope (nn/) asks for.
import { relative, sep } from 'node:path';
import { StudioError } from '../../common/base/studio-error';
import type { ExternalTensor, TensorData } from '../onnx';
import type { Checkpoint } from './checkpoint';
import { graphDTypes } from './safetensors-header';

export interface TensorSource {
  keys(): readonly string[];
  has(key: string): boolean;
  /** Throws `weights-corrupt` when there is no such tensor. */
  get(key: string): TensorData | ExternalTensor;
}

/** Tensors in memory. */
export function memorySource(tensors: ReadonlyMap<string, TensorData>): TensorSource {
  return {
    keys: () => [...tensors.keys()],
    has: (key) => tensors.has(key),
    get: (key) => {
      const tensor = tensors.get(key);
      if (tensor !== undefined) return tensor;
      throw new StudioError('weights-corrupt', `There is no tensor ${key}.`, { detail: { key } });
    },
  };
}

/**
 * Byte ranges of a checkpoint's files, nothing read. Paths are given relative to `folder`, which the runtime is told.
 * `get` throws `bad-request` for BF16 and F64, which graphs cannot hold: convert first (float32-copy.ts).
 */
export function mappedSource(checkpoint: Checkpoint, folder: string): TensorSource {
  return {
    keys: () => checkpoint.keys(),
    has: (key) => checkpoint.has(key),
    get: (key) => {
      const { file, entry } = checkpoint.locate(key);
      const dtype = graphDTypes[entry.dtype];
      if (dtype === undefined) {
        throw new StudioError(
          'bad-request',
          `${file.path}: tensor ${key} holds ${entry.dtype}, which graphs cannot map.`,
          {
            hint: 'Convert the checkpoint to float32 first.',
          },
        );
      }
      const name = relative(folder, file.path).split(sep).join('/');
      return { dtype, shape: entry.shape, file: name, offset: entry.offset, byteLength: entry.byteLength };
    },
  };
}

/** Reads tensors into memory, floating point as float32. `keep` chooses keys; all of them unless given. */
export async function loadSource(
  checkpoint: Checkpoint,
  keep: (key: string) => boolean = () => true,
): Promise<TensorSource> {
  const tensors = new Map<string, TensorData>();
  for (const key of checkpoint.keys().filter(keep)) {
    const { entry } = checkpoint.locate(key);
    const isFloat = entry.dtype.includes('F');
    tensors.set(
      key,
      isFloat
        ? { dtype: 'float32', shape: entry.shape, data: await checkpoint.readFloat32(key) }
        : await checkpoint.readTensor(key),
    );
  }
  return memorySource(tensors);
}

/** The tensors under a prefix, without it: `prefixedSource(source, 'weights.')`. */
export function prefixedSource(source: TensorSource, prefix: string): TensorSource {
  return {
    keys: () =>
      source
        .keys()
        .filter((key) => key.startsWith(prefix))
        .map((key) => key.slice(prefix.length)),
    has: (key) => source.has(prefix + key),
    get: (key) => source.get(prefix + key),
  };
}
