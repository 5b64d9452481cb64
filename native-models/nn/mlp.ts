// The two-layer feed-forward block of encoders. The gated one of LLaMA lives with its network.
import type { Value } from '../onnx';
import { activate, type ActivationName } from './activations';
import { linear } from './linear';
import type { ParamScope } from './param-scope';

export interface MlpSizes {
  readonly size: number;
  readonly hidden: number;
  readonly activation: ActivationName;
  /** Keys of the two layers: `fc1`, `fc2` in CLIP and Blip2, `linear1`, `linear2` in torch's Transformer. */
  readonly names?: readonly [string, string];
}

/** second(act(first(x))). (…, size) -> (…, size) */
export function mlp(
  scope: ParamScope,
  x: Value,
  { size, hidden, activation, names = ['fc1', 'fc2'] }: MlpSizes,
): Value {
  const wide = activate(activation, linear(scope.child(names[0]), x, { in: size, out: hidden }));
  return linear(scope.child(names[1]), wide, { in: hidden, out: size });
}
