// A checkpoint: the tensors of one network, spread over one or several safetensors files, by published key.
// Covers a single file, a list of files, and the sharded layout with `*.safetensors.index.json` (transformers).
// It opens and checks headers; numbers are read only on demand.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StudioError } from '../../common/base/studio-error';
import type { TensorData } from '../onnx';
import { openSafetensors, readFloat32, readTensor, type SafetensorsFile } from './safetensors';
import type { SafetensorsEntry } from './safetensors-header';

export interface Checkpoint {
  readonly files: readonly SafetensorsFile[];
  keys(): readonly string[];
  has(key: string): boolean;
  /** The file and entry of a key. Throws `weights-corrupt` when no file has it. */
  locate(key: string): { readonly file: SafetensorsFile; readonly entry: SafetensorsEntry };
  readTensor(key: string): Promise<TensorData>;
  readFloat32(key: string): Promise<Float32Array>;
}

/**
 * Opens safetensors files or sharded indexes as one checkpoint.
 * Throws `weights-corrupt` when two files hold the same key or an index promises a tensor that its file lacks.
 */
export async function openCheckpoint(paths: readonly string[]): Promise<Checkpoint> {
  const files: SafetensorsFile[] = [];
  for (const path of paths) {
    if (path.endsWith('.index.json')) files.push(...(await openIndex(path)));
    else files.push(await openSafetensors(path));
  }
  return checkpointFrom(files);
}

/** Several opened files as one. */
export function checkpointFrom(files: readonly SafetensorsFile[]): Checkpoint {
  const fileOf = new Map<string, SafetensorsFile>();
  for (const file of files) {
    for (const key of file.entries.keys()) {
      const other = fileOf.get(key);
      if (other !== undefined) {
        throw new StudioError('weights-corrupt', `Tensor ${key} is in both ${other.path} and ${file.path}.`, {
          hint: 'Give the files of one checkpoint only.',
        });
      }
      fileOf.set(key, file);
    }
  }
  const locate = (key: string): { file: SafetensorsFile; entry: SafetensorsEntry } => {
    const file = fileOf.get(key);
    const entry = file?.entries.get(key);
    if (file !== undefined && entry !== undefined) return { file, entry };
    throw new StudioError('weights-corrupt', `No tensor ${key} in ${files.map(({ path }) => path).join(', ')}.`, {
      hint: 'The weights belong to another network or were saved incompletely; import them again.',
      detail: { key },
    });
  };
  return {
    files,
    keys: () => [...fileOf.keys()],
    has: (key) => fileOf.has(key),
    locate,
    readTensor: (key) => readTensor(locate(key).file, key),
    readFloat32: (key) => readFloat32(locate(key).file, key),
  };
}

/** Opens the shards of `{"weight_map": {key: file}}` and holds the index to its word. */
async function openIndex(path: string): Promise<SafetensorsFile[]> {
  const weightMap = weightMapFrom(await readIndex(path), path);
  const shards = new Map<string, SafetensorsFile>();
  for (const name of new Set(weightMap.values())) {
    // An index may only name files beside it: anything else would read from elsewhere on the disk.
    if (name.includes('/') || name.includes('\\')) throw indexError(path, `names a file outside its folder: ${name}`);
    shards.set(name, await openSafetensors(join(dirname(path), name)));
  }
  for (const [key, name] of weightMap) {
    if (shards.get(name)?.entries.has(key) !== true)
      throw indexError(path, `promises tensor ${key} in ${name}, which lacks it`);
  }
  return [...shards.values()];
}

async function readIndex(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof SyntaxError) throw indexError(path, 'is not JSON');
    throw new StudioError('bundle-missing', `Cannot read the weights index ${path}.`, { detail: { path }, cause });
  }
}

function weightMapFrom(index: unknown, path: string): Map<string, string> {
  const weightMap = typeof index === 'object' && index !== null && 'weight_map' in index ? index.weight_map : undefined;
  if (typeof weightMap !== 'object' || weightMap === null) throw indexError(path, 'has no weight_map');
  const map = new Map<string, string>();
  for (const [key, name] of Object.entries(weightMap)) {
    if (typeof name !== 'string') throw indexError(path, `weight_map.${key} is not a file name`);
    map.set(key, name);
  }
  return map;
}

function indexError(path: string, what: string): StudioError {
  return new StudioError('weights-corrupt', `The weights index ${path} ${what}.`, {
    hint: 'Fetch the checkpoint again.',
    detail: { path },
  });
}
