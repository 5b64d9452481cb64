// The one door to onnxruntime-node: loaded at first use, once per process. Nothing above this folder sees its types. Loading it a
// second time in one process aborts the process, so every reader goes through here.
import type * as Ort from 'onnxruntime-node';
import { StudioError } from '../../common/base/studio-error';

export type OnnxRuntime = typeof Ort;

let loading: Promise<OnnxRuntime> | undefined;

/** The native library. Throws `device-lost` with what to do when it cannot be loaded on this machine. */
export function onnxRuntime(): Promise<OnnxRuntime> {
  loading ??= import('onnxruntime-node').then(
    (module) => ('default' in module && isRuntime(module.default) ? module.default : module),
    (cause: unknown) => {
      throw new StudioError('device-lost', `ONNX Runtime could not be loaded: ${messageOf(cause)}`, {
        hint: 'Install the packages again with `npm ci`; on Linux the C++ runtime (libstdc++) must be there.',
        cause,
      });
    },
  );
  return loading;
}

/** Version of the native library, part of every cache key that depends on it. */
export async function onnxRuntimeVersion(): Promise<string> {
  return (await onnxRuntime()).env.versions.node ?? 'unknown';
}

function isRuntime(value: unknown): value is OnnxRuntime {
  return typeof value === 'object' && value !== null && 'InferenceSession' in value;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
