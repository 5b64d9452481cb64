// What PEFT has no place for: the rows of the vokens in the language model's tables and the tensors of the mapper, as an adapter has learned
// them (vokens.safetensors, the trainer's paths). They replace the bundle's own at strength 1, so each is held against those: what is equal
// to them has not been learned and is left out.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../../common/base/studio-error';
import { openCheckpoint, type Checkpoint } from '../../../native-models/weights/checkpoint';
import type { AdapterFit } from './adapter-fit';
import { squaredDistance } from './adapter-norms';
import { checkFinite, openAdapterTensors } from './low-rank-file';

export const VOKENS_FILE = 'vokens.safetensors';

export interface LearnedVokens {
  /** float32 (n, d): rows of the input and of the output table; absent: the bundle's own. */
  readonly rowsIn?: Float32Array;
  readonly rowsOut?: Float32Array;
  /** Tensors of the mapper by published key, all of them or none. */
  readonly mapper: ReadonlyMap<string, Float32Array>;
  /** Norms of the differences to the bundle's own; 0: nothing was learned. */
  readonly rowsNorm: number;
  readonly mapperNorm: number;
}

const tables = { rowsIn: 'vokens.rows_in', rowsOut: 'vokens.rows_out' } as const;
const MAPPER = 'mapper.';

/** Reads the file where there is one. Throws `bad-request`. */
export async function readVokens(path: string, fit: AdapterFit, name: string): Promise<LearnedVokens> {
  const isThere = await stat(path).then(Boolean, () => false);
  const checkpoint = isThere ? await openAdapterTensors(path, name) : undefined;
  if (checkpoint === undefined || checkpoint.keys().length === 0)
    return { mapper: new Map(), rowsNorm: 0, mapperNorm: 0 };
  const own = await ownVokens(fit);
  const count = fit.bundle.manifest.tokens.vokens.length;
  const rows: { rowsIn?: Float32Array; rowsOut?: Float32Array } = {};
  let rowsSquared = 0;
  for (const part of ['rowsIn', 'rowsOut'] as const) {
    const learned = await tensorAt(checkpoint, tables[part], [count, fit.rowWidth], { fit, name });
    const distance = learned === undefined ? 0 : squaredDistance(learned, own[part]);
    if (learned !== undefined && distance > 0) rows[part] = learned;
    rowsSquared += distance;
  }
  const mapper = new Map<string, Float32Array>();
  let mapperSquared = 0;
  for (const [key, shape] of fit.mapper) {
    const learned = await tensorAt(checkpoint, `${MAPPER}${key}`, shape, { fit, name });
    const ownValues = await own.mapper.readFloat32(key);
    if (learned !== undefined) mapperSquared += squaredDistance(learned, ownValues);
    mapper.set(key, learned ?? ownValues);
  }
  const known = new Set<string>([...Object.values(tables), ...[...fit.mapper.keys()].map((key) => MAPPER + key)]);
  const stray = checkpoint.keys().find((key) => !known.has(key));
  if (stray !== undefined) {
    throw new StudioError(
      'bad-request',
      `The adapter "${name}" does not fit ${fit.bundle.manifest.title}: it brings ${stray}.`,
      {
        hint: 'It was made for another model; choose it with the bundle that it was made on.',
      },
    );
  }
  return {
    ...rows,
    mapper: mapperSquared === 0 ? new Map() : mapper,
    rowsNorm: Math.sqrt(rowsSquared),
    mapperNorm: Math.sqrt(mapperSquared),
  };
}

/** What an adapter replaces. */
export interface OwnVokens {
  readonly rowsIn: Float32Array;
  readonly rowsOut: Float32Array;
  /** Keys of the tables that the rows lie in. */
  readonly tables: { readonly input: string; readonly output: string };
  readonly mapper: Checkpoint;
}

/** The bundle's own. */
export async function ownVokens({ bundle, rowWidth }: AdapterFit): Promise<OwnVokens> {
  const { dir, manifest } = bundle;
  const part = (name: 'languageModel' | 'mapper'): Promise<Checkpoint> =>
    openCheckpoint(manifest.parts[name].weights.map((path) => join(dir, path)));
  const language = await part('languageModel');
  const rowsOf = async (key: string): Promise<Float32Array> => {
    const table = await language.readFloat32(key);
    const rows = new Float32Array(manifest.tokens.vokens.length * rowWidth);
    for (const [i, id] of manifest.tokens.vokens.entries())
      rows.set(table.subarray(id * rowWidth, (id + 1) * rowWidth), i * rowWidth);
    return rows;
  };
  const input = 'model.embed_tokens.weight';
  const output = language.has('lm_head.weight') ? 'lm_head.weight' : input;
  return {
    rowsIn: await rowsOf(input),
    rowsOut: await rowsOf(output),
    tables: { input, output },
    mapper: await part('mapper'),
  };
}

async function tensorAt(
  checkpoint: Checkpoint,
  key: string,
  expected: readonly number[],
  { fit, name }: { readonly fit: AdapterFit; readonly name: string },
): Promise<Float32Array | undefined> {
  if (!checkpoint.has(key)) return undefined;
  const { shape } = checkpoint.locate(key).entry;
  if (shape.length !== expected.length || shape.some((size, axis) => size !== expected[axis])) {
    throw new StudioError(
      'bad-request',
      `The adapter "${name}" does not fit ${fit.bundle.manifest.title}: ${key} must be ${expected.join(' x ')}, it is ${shape.join(' x ')}.`,
      { hint: 'It was made for another model; choose it with the bundle that it was made on.' },
    );
  }
  const values = await checkpoint.readFloat32(key);
  checkFinite(values, key, name);
  return values;
}
