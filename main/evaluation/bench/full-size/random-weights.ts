// Weights that nobody trained, in a file of their own that the runtime maps: as many bytes as the real ones take, so that a network of any
// size can be timed without a download. One short run of noise is repeated; what comes out of such a network means nothing.
import { dirname } from 'node:path';
import { Rng } from '../../../../common/base/rng';
import { throwIfCancelled } from '../../../../common/base/studio-error';
import { fedScope, type ParamScope } from '../../../../native-models/nn/param-scope';
import { elementCount } from '../../../../native-models/onnx';
import { checkpointFrom } from '../../../../native-models/weights/checkpoint';
import { openSafetensors } from '../../../../native-models/weights/safetensors';
import { writePending } from '../../../../native-models/weights/safetensors-writer';
import { mappedSource, type TensorSource } from '../../../../native-models/weights/tensor-source';

const NOISE = 1 << 20;
const DEVIATION = 0.02; // as LLaMA and BERT start: sums over thousands of terms stay in range

/**
 * Writes every parameter that `networks` asks for into a safetensors file at `path`, float32, norms near one and the rest small noise.
 * Throws `cancelled` between two tensors, `disk-full` or `io`; then nothing is left behind.
 */
export async function writeRandomWeights(
  path: string,
  networks: (scope: ParamScope) => void,
  signal: AbortSignal,
): Promise<TensorSource> {
  const scope = fedScope();
  networks(scope);
  const rng = new Rng(1);
  const noise = Float32Array.from({ length: NOISE }, () => DEVIATION * rng.gaussian());
  const pending = scope.fedInputs().map(({ label, shape }) => {
    const sizes = shape.map(Number);
    return {
      key: label,
      shape: sizes,
      load: () => {
        throwIfCancelled(signal);
        const tensor = repeated(noise, elementCount(sizes));
        return sizes.length === 1 && label.endsWith('weight') ? tensor.map((value) => 1 + value) : tensor;
      },
    };
  });
  await writePending(path, pending);
  return mappedSource(checkpointFrom([await openSafetensors(path)]), dirname(path));
}

function repeated(noise: Float32Array, length: number): Float32Array {
  const all = new Float32Array(length);
  for (let start = 0; start < length; start += noise.length) {
    all.set(noise.subarray(0, Math.min(noise.length, length - start)), start);
  }
  return all;
}
