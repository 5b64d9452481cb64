// A float32 safetensors copy of a checkpoint, made once so that a runtime can map its weights as they are.
// (Half-precision weights would be cast to float32 at every start and kept in anonymous memory.) Not a quantiser.
import { StudioError } from '../../common/base/studio-error';
import type { Checkpoint } from './checkpoint';
import { openSafetensors, type SafetensorsFile } from './safetensors';
import { writePending } from './safetensors-writer';

/**
 * Writes every floating point tensor of the checkpoint as float32, one at a time, and opens the result.
 * Integer tensors (position ids in old checkpoints) are left out: no network here reads them.
 * `signal` is checked between tensors; a cancelled or failed copy leaves nothing behind.
 */
export async function writeFloat32Copy(
  checkpoint: Checkpoint,
  path: string,
  options: { readonly signal?: AbortSignal; readonly metadata?: Readonly<Record<string, string>> } = {},
): Promise<SafetensorsFile> {
  const { signal, metadata = {} } = options;
  const keys = checkpoint.keys().filter((key) => checkpoint.locate(key).entry.dtype.includes('F'));
  const pending = keys.map((key) => ({
    key,
    shape: checkpoint.locate(key).entry.shape,
    load: () => {
      if (signal?.aborted === true) throw new StudioError('cancelled', 'Preparing the weights was cancelled.');
      return checkpoint.readFloat32(key);
    },
  }));
  await writePending(path, pending, { dtype: 'F32', metadata });
  return openSafetensors(path);
}
