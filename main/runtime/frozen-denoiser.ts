// The denoiser of a training's bundle as it is, with nothing learned: what it says of noisy latents. Not the step graph, in which it may carry
// adapters.
import { unetGraph } from '../../native-models/graphs/unet';
import { frozenScope } from '../../native-models/nn/param-scope';
import type { TensorData } from '../../native-models/onnx';
import type { FrozenOptions, FrozenStage } from './frozen-networks';
import { openGraph } from './network';
import { floatsOf } from './tensor';

export interface FrozenDenoiser {
  /** @returns noise or velocity float32[B][c'][h][w] of noisy latents (B, c, h, w) at timesteps (B) under conditioning (B, L, d̂) */
  predict(inputs: {
    readonly sample: TensorData;
    readonly timestep: TensorData;
    readonly condition: TensorData;
  }): Promise<Float32Array>;
  close(): Promise<void>;
}

/** @param conditionLength L; the stage must have been opened with its denoiser */
export async function openFrozenDenoiser(
  { parts, weightsDir }: FrozenStage,
  conditionLength: number,
  { device, threads }: Pick<FrozenOptions, 'device' | 'threads'>,
): Promise<FrozenDenoiser> {
  const { config, source } = parts.unet!;
  const session = await openGraph(unetGraph(config, frozenScope(source), { conditionLength }), {
    device,
    weightsDir,
    ...(threads === undefined ? {} : { threads }),
  });
  return {
    predict: async ({ sample, timestep, condition }) =>
      floatsOf(await session.run({ sample, timestep, encoder_hidden_states: condition }), 'noise_pred', 4),
    close: () => session.close(),
  };
}
