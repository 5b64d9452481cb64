// Normalisation over the last axis: LayerNorm (Ba et al. 2016) and RMSNorm (Zhang and Sennrich 2019), as the fused
// operators of the standard. Group normalisation of pictures is not here. Epsilons come from configurations.
import { ops, type Value } from '../onnx';
import type { ParamScope } from './param-scope';

export interface NormSizes {
  readonly size: number;
  readonly epsilon: number;
}

/** (x - mean) / sqrt(var + epsilon) * weight + bias. Keys `weight`, `bias`. (…, C) -> (…, C) */
export function layerNorm(scope: ParamScope, x: Value, { size, epsilon }: NormSizes): Value {
  return ops.LayerNormalization(x, scope.param('weight', [size]), scope.param('bias', [size]), { axis: -1, epsilon });
}

/** x / sqrt(mean(x²) + epsilon) * weight. Key `weight`. (…, C) -> (…, C) */
export function rmsNorm(scope: ParamScope, x: Value, { size, epsilon }: NormSizes): Value {
  return ops.RMSNormalization(x, scope.param('weight', [size]), { axis: -1, epsilon });
}
