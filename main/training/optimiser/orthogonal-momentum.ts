// Orthogonalised momentum for hidden weight matrices ("Muon", K. Jordan 2024; scale of Liu et al. 2025, arXiv 2502.16982), AdamW for
// everything else. Of use where the budget buys few steps. The orthogonalisation itself is a graph that the caller runs.
import {
  adamW,
  gradientOf,
  momentOf,
  type AdamWOptions,
  type Optimiser,
  type OptimiserState,
  type TrainedParameter,
} from './adamw';

/** A nearly orthogonal factor of a (rows, columns) matrix. */
export type Orthogonalise = (matrix: Float32Array, rows: number, columns: number) => Promise<Float32Array>;

export interface OrthogonalOptions extends AdamWOptions {
  readonly momentum?: number;
  readonly orthogonalise: Orthogonalise;
  /** Which parameters of two axes take orthogonalised momentum. */
  readonly isHidden: (path: string) => boolean;
}

/** Brings an update to the size that one of AdamW has, so that one learning rate serves both. */
const UPDATE_SCALE = 0.2;

/** Weight matrices inside the mapper's transformer and the language model's layers; adapters and embeddings are none. */
export const isHiddenMatrix = (path: string): boolean =>
  /^(mapper\.llm_to_t2i_mapping|model\.layers)\./.test(path) && !path.includes('.lora_');

/** @param saved the state of an earlier run, continued exactly */
export function orthogonalMomentum(
  parameters: readonly TrainedParameter[],
  options: OrthogonalOptions,
  saved?: OptimiserState,
): Optimiser {
  const { momentum = 0.95, weightDecay = 0.01, orthogonalise, isHidden } = options;
  const isMatrix = ({ path, shape }: TrainedParameter): boolean => shape.length === 2 && isHidden(path);
  const matrices = parameters.filter(isMatrix).map((parameter) => ({
    parameter,
    buffer: momentOf('momentum', parameter, saved),
  }));
  const others = adamW(
    parameters.filter((parameter) => !isMatrix(parameter)),
    options,
    saved,
  );
  return {
    async step(gradients, rate, step) {
      await others.step(gradients, rate, step);
      for (const { parameter, buffer } of matrices) {
        const { values, shape, decays } = parameter;
        const [rows = 1, columns = 1] = shape;
        const gradient = gradientOf(gradients, parameter);
        const ahead = new Float32Array(gradient.length); // Nesterov's look-ahead
        for (let i = 0; i < gradient.length; i++) {
          const g = gradient[i]!;
          buffer[i] = buffer[i]! + (g - buffer[i]!) * (1 - momentum);
          ahead[i] = g + (buffer[i]! - g) * momentum;
        }
        const update = await orthogonalise(ahead, rows, columns);
        const keep = decays ? 1 - rate * weightDecay : 1;
        const scale = rate * UPDATE_SCALE * Math.sqrt(Math.max(rows, columns));
        for (let i = 0; i < values.length; i++) values[i] = values[i]! * keep - scale * update[i]!;
      }
    },
    state: () =>
      new Map([
        ...others.state(),
        ...matrices.map(
          ({ parameter: { path, shape }, buffer }) => [`momentum/${path}`, { shape, values: buffer }] as const,
        ),
      ]),
  };
}
