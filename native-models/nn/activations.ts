// Activation functions under the names that published configurations use (`hidden_act`, `act_fn`).
// Not a layer: no parameters. GELU: Hendrycks and Gimpel 2016; SiLU: Elfwing et al. 2017.
import { StudioError } from '../../common/base/studio-error';
import { ops, type Value } from '../onnx';

const activations = {
  /** x Φ(x), exact, by the error function */
  gelu: (x: Value): Value => ops.Gelu(x),
  gelu_new: (x: Value): Value => ops.Gelu(x, { approximate: 'tanh' }),
  gelu_pytorch_tanh: (x: Value): Value => ops.Gelu(x, { approximate: 'tanh' }),
  /** x sigmoid(1.702 x) */
  quick_gelu: (x: Value): Value => ops.QuickGelu(x, { alpha: 1.702 }),
  /** x sigmoid(x): the fused operator with alpha one */
  silu: (x: Value): Value => ops.QuickGelu(x, { alpha: 1 }),
  swish: (x: Value): Value => ops.QuickGelu(x, { alpha: 1 }),
  relu: (x: Value): Value => ops.Relu(x),
} as const;

export type ActivationName = keyof typeof activations;

/** Applies an activation by its published name; the shape stays. */
export function activate(name: ActivationName, x: Value): Value {
  return activations[name](x);
}

/** The name as a known activation. Throws `unsupported-op` on any other. */
export function activationNameFrom(name: unknown): ActivationName {
  if (typeof name === 'string' && isActivationName(name)) return name;
  throw new StudioError(
    'unsupported-op',
    `Unknown activation ${JSON.stringify(name)}; known are ${Object.keys(activations).join(', ')}.`,
  );
}

function isActivationName(name: string): name is ActivationName {
  return Object.hasOwn(activations, name);
}
