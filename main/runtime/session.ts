// One opened network: named tensors in, named tensors out, on one device. It keeps no state between runs and knows no network by
// name. A run blocks the thread until it ends and cannot be stopped inside (docs/decisions/0001), so callers keep runs short.
import type { InferenceSession } from 'onnxruntime-node';
import { StudioError, type StudioErrorCode } from '../../common/base/studio-error';
import { elementCount, typeText, type DType, type TensorData } from '../../native-models/onnx/types';
import { providersOf, type DeviceName } from './device-name';
import { onnxRuntime } from './onnx-runtime';
import { Traffic, type TrafficCount } from './traffic';

export type Tensors = Readonly<Record<string, TensorData>>;

export interface Session {
  readonly name: string;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Runs the network once. Inputs are not copied; outputs are fresh. Throws StudioError, never a bare native error. */
  run(inputs: Tensors): Promise<Readonly<Record<string, TensorData>>>;
  /** What has gone in and come out since it was opened. */
  traffic(): TrafficCount;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Shown in errors: `unet`, `language-model`. */
  readonly name: string;
  /** A serialised ONNX model; its external tensors are read from `weightsDir`. */
  readonly model: Uint8Array;
  readonly weightsDir?: string | undefined;
  readonly device: DeviceName;
  readonly threads?: number | undefined;
  /**
   * Uses weights as they lie in the file instead of copying them into the runtime's own layout: for gigabytes, which open at once and take no
   * memory of their own; products of many rows are slower (docs/performance.md).
   */
  readonly usesWeightsInPlace?: boolean | undefined;
  /** Start of the path of a profile that the runtime writes until the session is closed (`placement.ts` reads it); slows runs down. */
  readonly profilePrefix?: string | undefined;
}

const DEFAULT_THREADS = 2;

/** Opens a session. Throws `unsupported-op`, `out-of-memory`, `weights-corrupt` or `device-lost` as a clear sentence. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const runtime = await onnxRuntime();
  const {
    name,
    model,
    weightsDir,
    device,
    threads = DEFAULT_THREADS,
    usesWeightsInPlace = false,
    profilePrefix,
  } = options;
  let session: InferenceSession;
  try {
    session = await runtime.InferenceSession.create(model, {
      executionProviders: [...providersOf(device)],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      // The arena keeps its high-water mark for ever: with several networks in one process that is most of the memory.
      enableCpuMemArena: false,
      enableMemPattern: false,
      logSeverityLevel: 3,
      ...(profilePrefix === undefined ? {} : { enableProfiling: true, profileFilePrefix: profilePrefix }),
      extra: {
        session: {
          'intra_op.allow_spinning': '0',
          ...(usesWeightsInPlace ? { disable_prepacking: '1' } : {}),
          ...(weightsDir === undefined ? {} : { model_external_initializers_file_folder_path: weightsDir }),
        },
      },
    });
  } catch (thrown) {
    throw errorFromRuntime(thrown, `Opening ${name} on ${device} failed`);
  }
  let closed = false;
  const traffic = new Traffic();
  return {
    name,
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    async run(inputs) {
      if (closed) throw new StudioError('internal', `${name} is closed; it cannot run.`);
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([key, tensor]) => [key, feedFrom(runtime.Tensor, name, key, tensor)]),
      );
      try {
        const outputs = tensorsFrom(name, await session.run(feeds));
        traffic.add(inputs, outputs);
        return outputs;
      } catch (thrown) {
        throw errorFromRuntime(thrown, `Running ${name} on ${device} failed`);
      }
    },
    traffic: () => traffic.count(),
    async close() {
      if (closed) return;
      closed = true;
      if (profilePrefix !== undefined) session.endProfiling();
      await session.release();
    },
  };
}

type OrtTensorClass = Awaited<ReturnType<typeof onnxRuntime>>['Tensor'];

function feedFrom(OrtTensor: OrtTensorClass, session: string, key: string, tensor: TensorData) {
  const { dtype, shape, data } = tensor;
  if (data.length !== elementCount(shape)) {
    throw new StudioError(
      'shape-mismatch',
      `${session}: input ${key} is ${typeText(tensor)}, which needs ${elementCount(shape)} elements; ${data.length} came.`,
    );
  }
  if (dtype === 'float32' && data instanceof Float32Array) return new OrtTensor('float32', data, shape);
  if (dtype === 'int64' && data instanceof BigInt64Array) return new OrtTensor('int64', data, shape);
  if (dtype === 'int32' && data instanceof Int32Array) return new OrtTensor('int32', data, shape);
  throw new StudioError('unsupported-op', `${session}: input ${key} is ${dtype}; float32, int64 and int32 can be fed.`);
}

const readableTypes: Readonly<Record<string, DType>> = { float32: 'float32', int64: 'int64', int32: 'int32' };

function tensorsFrom(session: string, outputs: InferenceSession.OnnxValueMapType): Record<string, TensorData> {
  return Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => {
      const dtype = readableTypes[value.type];
      const { data } = value;
      const readable = data instanceof Float32Array || data instanceof BigInt64Array || data instanceof Int32Array;
      if (dtype === undefined || !readable) {
        throw new StudioError(
          'unsupported-op',
          `${session}: output ${key} is ${value.type}, which cannot be read here.`,
        );
      }
      return [key, { dtype, shape: value.dims, data } satisfies TensorData] as const;
    }),
  );
}

/** A native failure under the code that the writer's words depend on. */
export function errorFromRuntime(thrown: unknown, what: string): StudioError {
  if (thrown instanceof StudioError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const rule = nativeMessages.find(({ pattern }) => pattern.test(message));
  return new StudioError(rule?.code ?? 'internal', `${what}: ${rule?.sentence ?? firstLine(message)}`, {
    hint: rule?.hint,
    cause: thrown,
  });
}

interface NativeRule {
  readonly pattern: RegExp;
  readonly code: StudioErrorCode;
  /** Said instead of the native message, where that one speaks of source lines. */
  readonly sentence?: string;
  readonly hint?: string;
}

const nativeMessages: readonly NativeRule[] = [
  {
    pattern: /bad_alloc|out of memory|Failed to allocate/i,
    code: 'out-of-memory',
    sentence: 'There is not enough memory.',
    hint: 'Close other programs and try again.',
  },
  {
    pattern: /No (valid |supported )?adapter|Failed to (get|create|request).*(adapter|device)/i,
    code: 'device-lost',
    sentence: 'No graphics device was found that it can use.',
    hint: 'Choose the device "cpu".',
  },
  { pattern: /device.{0,20}lost/i, code: 'device-lost', hint: 'Choose the device "cpu".' },
  {
    pattern: /external data|External initializer|out of bounds|file_size|Failed to (open|map|read) file/i,
    code: 'weights-corrupt',
  },
  {
    pattern: /Could not find an implementation|NOT_IMPLEMENTED|not a registered function/i,
    code: 'unsupported-op',
    hint: 'Choose the device "cpu".',
  },
  {
    pattern: /Got invalid dimensions|INVALID_ARGUMENT|Invalid Feed|dimension mismatch|Invalid rank/i,
    code: 'shape-mismatch',
  },
];

function firstLine(message: string): string {
  return message.split('\n')[0]?.slice(0, 400) ?? '';
}
