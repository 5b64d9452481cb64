// Multi-head attention whose query, key and value projections share one weight, in the layout of torch's
// nn.MultiheadAttention: in_proj_weight (3d, d). Not for grouped or cached attention.
import { ops, type Value } from '../onnx';
import { attention, type AttentionOptions } from './attention';
import { linear, rowsFrom, withLeadingAxes } from './linear';
import type { ParamScope } from './param-scope';

export interface PackedAttentionSizes {
  readonly size: number;
  readonly numHeads: number;
  readonly form?: AttentionOptions['form'];
}

/**
 * Keys `in_proj_weight`, `in_proj_bias`, `out_proj`. Attends from x to itself, or to `memory`.
 * x (B, Q, d), memory (B, K, d) -> (B, Q, d)
 */
export function packedAttention(
  scope: ParamScope,
  x: Value,
  { size, numHeads, form = 'fused' }: PackedAttentionSizes,
  memory?: Value,
): Value {
  const weight = scope.param('in_proj_weight', [3 * size, size]);
  const bias = scope.param('in_proj_bias', [3 * size]);
  const project = (states: Value, part: Value, shift: Value, width: number): Value =>
    withLeadingAxes(states, ops.Gemm(rowsFrom(states, size), part, shift, { transB: 1 }), width); // (B, T, width)

  let parts: readonly (Value | undefined)[];
  if (memory === undefined) {
    parts = ops.Split(project(x, weight, bias, 3 * size), [size, size, size], { axis: -1 });
  } else {
    const [queryWeight, memoryWeight] = ops.Split(weight, [size, 2 * size], { axis: 0 }) as [Value, Value];
    const [queryBias, memoryBias] = ops.Split(bias, [size, 2 * size], { axis: 0 }) as [Value, Value];
    const fromMemory = ops.Split(project(memory, memoryWeight, memoryBias, 2 * size), [size, size], { axis: -1 });
    parts = [project(x, queryWeight, queryBias, size), ...fromMemory];
  }
  const [query, key, value] = parts as [Value, Value, Value];
  const mixed = attention(query, key, value, { numHeads, form }); // (B, Q, d)
  return linear(scope.child('out_proj'), mixed, { in: size, out: size });
}
