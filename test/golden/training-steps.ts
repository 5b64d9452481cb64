// Drives a training-step graph in tests: reads the goldens of make/training.py, feeds batches and parameters, and follows
// AdamW by the textbook (Loshchilov and Hutter 2019). Independent of main/training on purpose.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { featureMapperConfigFrom } from '../../native-models/architectures/feature-mapper';
import { languageModelConfigFrom } from '../../native-models/architectures/language-model-config';
import { unetConfigFrom } from '../../native-models/architectures/unet-config';
import type { StageConfig } from '../../native-models/graphs/training/stage-config';
import type { StageGraph } from '../../native-models/graphs/training/stage-graph';
import type { StageParts } from '../../native-models/graphs/training/stage-scope';
import type { TensorData } from '../../native-models/onnx';
import { modelBytesFrom } from '../../native-models/onnx/serialize';
import { openCheckpoint } from '../../native-models/weights/checkpoint';
import { loadSource, prefixedSource, type TensorSource } from '../../native-models/weights/tensor-source';

export type Tensors = Readonly<Record<string, TensorData>>;

export interface TrainingGolden {
  readonly config: StageConfig;
  readonly parts: StageParts;
  readonly rate: number;
  readonly decay: number;
  readonly steps: number;
  /** Parameters at the start by path. */
  readonly start: Tensors;
  /** Gradients of the first step by path. */
  readonly gradients: Tensors;
  /** Each loss over the steps, by output name. */
  readonly curve: Readonly<Record<string, readonly number[]>>;
  readonly batches: readonly Tensors[];
}

/** The golden of one stage with the networks that all of them share. */
export async function loadTrainingGolden(name: string): Promise<TrainingGolden> {
  const networks = await openGolden('training-networks');
  const { meta, source } = await openGolden(name);
  const config = withoutNulls(meta) as unknown as StageConfig & GoldenNumbers;
  const group = (prefix: string): Tensors => {
    const tensors = prefixedSource(source, `${prefix}.`);
    return Object.fromEntries(tensors.keys().map((key) => [key, tensors.get(key) as TensorData]));
  };
  const { captionMetric } = config;
  const parts: StageParts = {
    language: {
      config: languageModelConfigFrom(networks.meta['language']),
      source: prefixedSource(networks.source, 'language.'),
    },
    unet: { config: unetConfigFrom(networks.meta['unet']), source: prefixedSource(networks.source, 'unet.') },
    mapper: featureMapperConfigFrom({
      inputSize: 16,
      hiddenSize: 12,
      outputSize: 12,
      numHeads: 2,
      numEncoderLayers: 1,
      numDecoderLayers: 1,
      feedForwardSize: 20,
      numQueries: 3,
      numVokens: config.vokens.count,
    }),
  };
  return {
    ...config,
    config: { ...config, captionMetric: captionMetric && Float32Array.from(captionMetric) },
    parts,
    start: group('start'),
    gradients: group('gradient'),
    curve: Object.fromEntries(
      Object.entries(group('curve')).map(([key, { data }]) => [key, Array.from(data as Float32Array)]),
    ),
    batches: Array.from({ length: config.batches }, (_, i) => group(`batch${String(i)}`)),
  };
}

interface GoldenNumbers {
  readonly rate: number;
  readonly decay: number;
  readonly steps: number;
  readonly batches: number;
}

async function openGolden(name: string): Promise<{ meta: Record<string, unknown>; source: TensorSource }> {
  const file = (leaf: string): string => fileURLToPath(new URL(`${name}/${leaf}`, import.meta.url));
  const meta = JSON.parse(readFileSync(file('meta.json'), 'utf8')) as { config: Record<string, unknown> };
  return { meta: meta.config, source: await loadSource(await openCheckpoint([file('tensors.safetensors')])) };
}

function withoutNulls(json: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null));
}

/** Opens a step: the graph takes what it names of batch and parameters, so that one batch serves all graphs. */
export async function openStage(stage: StageGraph): Promise<(feeds: Tensors) => Promise<Record<string, TensorData>>> {
  const session = await InferenceSession.create(modelBytesFrom(stage.graph), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    // Sequential sessions (one thread between operators) plan the reuse of memory: most of their opening at these sizes.
    executionMode: 'parallel',
    interOpNumThreads: 2,
    logSeverityLevel: 3,
  });
  return async (feeds) => {
    const named = session.inputNames.map((name) => {
      const tensor = feeds[name];
      if (tensor === undefined) throw new Error(`no tensor for the input ${name}`);
      return [name, runtimeTensor(tensor)] as const;
    });
    const outputs = await session.run(Object.fromEntries(named));
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { dims, data }]) => [
        name,
        { dtype: 'float32', shape: dims, data: data as Float32Array } satisfies TensorData,
      ]),
    );
  };
}

function runtimeTensor({ data, shape }: TensorData): Tensor {
  if (data instanceof BigInt64Array) return new Tensor('int64', data, shape);
  return new Tensor('float32', data as Float32Array, shape);
}

/** AdamW with betas 0.9 and 0.999, epsilon 1e-8 and decoupled decay, in float64 moments; parameters change in place. */
export class PlainAdamW {
  private step = 0;
  private readonly moments = new Map<string, { readonly mean: Float64Array; readonly square: Float64Array }>();

  constructor(
    private readonly rate: number,
    private readonly decay: number,
  ) {}

  apply(updates: readonly { path: string; value: Float32Array; gradient: Float32Array; decays: boolean }[]): void {
    this.step += 1;
    const [first, second] = [1 - 0.9 ** this.step, 1 - 0.999 ** this.step];
    for (const { path, value, gradient, decays } of updates) {
      const kept = this.moments.get(path);
      const { mean, square } = kept ?? {
        mean: new Float64Array(value.length),
        square: new Float64Array(value.length),
      };
      if (kept === undefined) this.moments.set(path, { mean, square });
      for (let i = 0; i < value.length; i++) {
        const g = gradient[i] ?? NaN;
        mean[i] = 0.9 * (mean[i] ?? 0) + 0.1 * g;
        square[i] = 0.999 * (square[i] ?? 0) + 0.001 * g * g;
        const kept = (value[i] ?? NaN) * (1 - (decays ? this.rate * this.decay : 0));
        value[i] = kept - (this.rate * ((mean[i] ?? 0) / first)) / (Math.sqrt((square[i] ?? 0) / second) + 1e-8);
      }
    }
  }
}
