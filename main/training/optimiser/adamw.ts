// AdamW on typed arrays: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization" (ICLR 2019), algorithm 2, in the order of
// operations of torch.optim.AdamW. Master weights and moments are float32, each element is computed in float64. Not a schedule and no
// clipping: the rate and the gradients come ready.
import { StudioError } from '../../../common/base/studio-error';

export interface AdamWOptions {
  readonly beta1?: number; // β₁
  readonly beta2?: number; // β₂
  readonly epsilon?: number; // ε
  /** λ; applied to parameters that decay only. */
  readonly weightDecay?: number;
}

/** A parameter that is trained: its elements are updated in place. */
export interface TrainedParameter {
  readonly path: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  /** Whether weight decay applies: matrices, not biases, norms, embeddings' rows and queries. */
  readonly decays: boolean;
}

/** Everything an optimiser must keep between two runs, by name: `<path>` behind a prefix of its own. */
export type OptimiserState = ReadonlyMap<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;

export interface Optimiser {
  /** One update of every parameter from gradients by path (same sizes). `step` counts from 1. */
  step(gradients: ReadonlyMap<string, Float32Array>, rate: number, step: number): void | Promise<void>;
  state(): OptimiserState;
}

/** @param saved the state of an earlier run, continued exactly; entries that are missing start at zero */
export function adamW(
  parameters: readonly TrainedParameter[],
  options: AdamWOptions = {},
  saved?: OptimiserState,
): Optimiser {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01 } = options;
  const slots = parameters.map((parameter) => ({
    parameter,
    mean: momentOf('mean', parameter, saved),
    square: momentOf('square', parameter, saved),
  }));
  return {
    step(gradients, rate, step) {
      const correction1 = 1 - beta1 ** step;
      const correction2Root = Math.sqrt(1 - beta2 ** step);
      const stepSize = rate / correction1;
      for (const { parameter, mean, square } of slots) {
        const { values } = parameter;
        const gradient = gradientOf(gradients, parameter);
        const keep = parameter.decays ? 1 - rate * weightDecay : 1;
        for (let i = 0; i < values.length; i++) {
          const g = gradient[i]!;
          const m = mean[i]! + (g - mean[i]!) * (1 - beta1);
          const v = square[i]! * beta2 + g * g * (1 - beta2);
          mean[i] = m;
          square[i] = v;
          values[i] = values[i]! * keep - (stepSize * m) / (Math.sqrt(v) / correction2Root + epsilon);
        }
      }
    },
    state: () =>
      new Map(
        slots.flatMap(({ parameter: { path, shape }, mean, square }) => [
          [`mean/${path}`, { shape, values: mean }] as const,
          [`square/${path}`, { shape, values: square }] as const,
        ]),
      ),
  };
}

/** The gradient of a parameter. Throws `internal` when the step graph gave none of its size. */
export function gradientOf(gradients: ReadonlyMap<string, Float32Array>, parameter: TrainedParameter): Float32Array {
  const gradient = gradients.get(parameter.path);
  if (gradient?.length === parameter.values.length) return gradient;
  throw new StudioError(
    'internal',
    `The step gave ${gradient === undefined ? 'no gradient' : `a gradient of ${gradient.length} elements`} for ${parameter.path}; ${parameter.values.length} elements were expected.`,
  );
}

/** A saved moment, or zeros. Throws `shape-mismatch` when the saved one belongs to another parameter. */
export function momentOf(
  name: string,
  { path, values }: TrainedParameter,
  saved: OptimiserState | undefined,
): Float32Array {
  const found = saved?.get(`${name}/${path}`);
  if (found === undefined) return new Float32Array(values.length);
  if (found.values.length === values.length) return Float32Array.from(found.values);
  throw new StudioError(
    'shape-mismatch',
    `The checkpoint's ${name} of ${path} has ${found.values.length} elements; the parameter has ${values.length}.`,
    { hint: 'The run was made with another configuration; start a new run folder.' },
  );
}
