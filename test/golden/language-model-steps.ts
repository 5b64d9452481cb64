// Drives a language-model graph step by step in tests: it keeps a cache by joining what each step returns, and builds
// the additive mask for left-padded batches and half-empty caches. Independent of the engine's own cache on purpose.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { LanguageModelConfig } from '../../native-models/architectures/language-model-config';
import { pastName, presentName } from '../../native-models/graphs/language-model';
import type { Graph, TensorData } from '../../native-models/onnx';
import { modelBytesFrom } from '../../native-models/onnx/serialize';
import { cut, joined } from '../support/tensor-parts';

export type Tensors = Readonly<Record<string, TensorData>>;

/** A session for several runs of one graph. */
export async function openSteps(graph: Graph): Promise<(feeds: Tensors) => Promise<Tensors>> {
  const options = { executionProviders: ['cpu'], intraOpNumThreads: 1, logSeverityLevel: 3 } as const;
  const session = await InferenceSession.create(modelBytesFrom(graph), options);
  return async (feeds) => {
    const fed = Object.fromEntries(
      Object.entries(feeds).map(([name, { data, shape }]) => [name, ortTensor(data, shape)]),
    );
    const outputs = await session.run(fed);
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { dims, data }]) => [
        name,
        { dtype: 'float32', shape: dims, data: data as Float32Array },
      ]),
    );
  };
}

function ortTensor(data: TensorData['data'], shape: readonly number[]): Tensor {
  return data instanceof BigInt64Array
    ? new Tensor('int64', data, shape)
    : new Tensor('float32', data as Float32Array, shape);
}

/** What every step of a sequence shares: whole-sequence tensors, of which a step takes its own positions. */
export interface Sequence {
  /** (B, T, d) */
  readonly inputsEmbeds: TensorData;
  /** (B, T) */
  readonly positionIds: TensorData;
  /** (B, T): 0 where a row is padded */
  readonly attentionMask: TensorData;
}

/** Only some rows of a batch. */
export function rowsOf(sequence: Sequence, from: number, to: number): Sequence {
  return {
    inputsEmbeds: cut(sequence.inputsEmbeds, 0, from, to),
    positionIds: cut(sequence.positionIds, 0, from, to),
    attentionMask: cut(sequence.attentionMask, 0, from, to),
  };
}

export interface RunOptions {
  /** Empty places kept behind the past, full of garbage: the mask must hide them. */
  readonly slack?: number;
  readonly adapters?: Tensors;
}

/** Runs the sequence in chunks of the given sizes and joins logits, states and cache. */
export async function runInChunks(
  step: (feeds: Tensors) => Promise<Tensors>,
  config: LanguageModelConfig,
  sequence: Sequence,
  chunks: readonly number[],
  { slack = 0, adapters = {} }: RunOptions = {},
): Promise<Tensors> {
  const batch = sequence.inputsEmbeds.shape[0] ?? 0;
  const layers = Array.from({ length: config.numLayers }, (_, layer) => layer);
  const names = layers.flatMap((layer) => [presentName(layer, 'key'), presentName(layer, 'value')]);
  let total: Record<string, TensorData> | undefined;
  let start = 0;
  for (const count of chunks) {
    const past = total;
    const cacheOf = (name: string): TensorData => withGarbage(past?.[name] ?? emptyCache(batch, config), slack);
    const outputs = await step({
      inputs_embeds: cut(sequence.inputsEmbeds, 1, start, start + count),
      position_ids: cut(sequence.positionIds, 1, start, start + count),
      attention_bias: attentionBias(sequence.attentionMask, start, count, slack),
      ...Object.fromEntries(
        layers.flatMap((layer) => [
          [pastName(layer, 'key'), cacheOf(presentName(layer, 'key'))],
          [pastName(layer, 'value'), cacheOf(presentName(layer, 'value'))],
        ]),
      ),
      ...adapters,
    });
    const grown: Record<string, TensorData> = {};
    for (const name of [...names, 'logits', 'hidden_states']) {
      const axis = name.startsWith('present') ? 2 : 1;
      grown[name] = past?.[name] === undefined ? outputs[name]! : joined(past[name], outputs[name]!, axis);
    }
    total = grown;
    start += count;
  }
  return total ?? {};
}

function emptyCache(batch: number, config: LanguageModelConfig): TensorData {
  return { dtype: 'float32', shape: [batch, config.numKeyValueHeads, 0, config.headSize], data: new Float32Array(0) };
}

function withGarbage(cache: TensorData, slack: number): TensorData {
  if (slack === 0) return cache;
  const shape = cache.shape.map((dim, axis) => (axis === 2 ? slack : dim));
  return joined(cache, { dtype: 'float32', shape, data: new Float32Array(shape.reduce((a, b) => a * b)).fill(7) }, 2);
}

/** (B, 1, S, P+S) with P = start + slack: 0 for what a position may see, -1e9 for padding, slack and the future. */
function attentionBias(mask: TensorData, start: number, count: number, slack: number): TensorData {
  const [batch = 0, length = 0] = mask.shape;
  const width = start + slack + count;
  const data = new Float32Array(batch * count * width).fill(-1e9);
  for (let b = 0; b < batch; b++) {
    for (let s = 0; s < count; s++) {
      for (let t = 0; t <= start + s; t++) {
        const column = t < start ? t : t + slack;
        if (Number(mask.data[b * length + t]) === 1) data[(b * count + s) * width + column] = 0;
      }
    }
  }
  return { dtype: 'float32', shape: [batch, 1, count, width], data };
}
