// Attention inside the denoiser: the picture's positions attend to each other and to the conditioning. Keys and order as
// in diffusers' Transformer2DModel with BasicTransformerBlock (Rombach et al. 2022, appendix E.2.1; GEGLU: Shazeer 2020).
import { at } from '../../common/base/at';
import { attention, type AttentionOptions } from '../nn/attention';
import { activate } from '../nn/activations';
import { conv2d } from '../nn/conv2d';
import { groupNorm } from '../nn/group-norm';
import { linear } from '../nn/linear';
import { layerNorm } from '../nn/norms';
import type { ParamScope } from '../nn/param-scope';
import { planeFromTokens, tokensFromPlane } from '../nn/spatial-tokens';
import { ops, type Value } from '../onnx';

export interface SpatialTransformerSizes {
  readonly channels: number;
  readonly numHeads: number;
  readonly numLayers: number;
  readonly conditionSize: number;
  readonly groups: number;
  /** Whether the projections around the blocks are linear layers (SD 2.x) or 1x1 convolutions (SD 1.x). */
  readonly useLinearProjection: boolean;
  readonly form?: AttentionOptions['form'];
}

/** Epsilons that the reference does not take from its configuration. */
const planeNormEps = 1e-6;
const tokenNormEps = 1e-5;

/** Keys `norm`, `proj_in`, `transformer_blocks.{i}`, `proj_out`. plane (B, C, H, W), condition (B, L, d̂) -> (B, C, H, W) */
export function spatialTransformer(
  scope: ParamScope,
  plane: Value,
  condition: Value,
  sizes: SpatialTransformerSizes,
): Value {
  const { channels, groups, numLayers, useLinearProjection } = sizes;
  const square = { in: channels, out: channels };
  const pointwise = { ...square, kernel: 1 };
  const normal = groupNorm(scope.child('norm'), plane, { channels, groups, epsilon: planeNormEps });

  let tokens = useLinearProjection
    ? linear(scope.child('proj_in'), tokensFromPlane(normal), square)
    : tokensFromPlane(conv2d(scope.child('proj_in'), normal, pointwise)); // (B, H*W, C)
  for (let i = 0; i < numLayers; i++) {
    tokens = transformerBlock(scope.child(`transformer_blocks.${i}`), tokens, condition, sizes);
  }
  const back = useLinearProjection
    ? planeFromTokens(linear(scope.child('proj_out'), tokens, square), plane)
    : conv2d(scope.child('proj_out'), planeFromTokens(tokens, plane), pointwise); // (B, C, H, W)
  return ops.Add(back, plane);
}

/** Self-attention, attention to the condition, gated feed-forward. (B, T, C) -> (B, T, C) */
function transformerBlock(scope: ParamScope, tokens: Value, condition: Value, sizes: SpatialTransformerSizes): Value {
  const { channels, conditionSize } = sizes;
  const norm = { size: channels, epsilon: tokenNormEps };
  const x = layerNorm(scope.child('norm1'), tokens, norm);
  let hidden = ops.Add(attend(scope.child('attn1'), x, x, channels, sizes), tokens);
  const y = layerNorm(scope.child('norm2'), hidden, norm);
  hidden = ops.Add(attend(scope.child('attn2'), y, condition, conditionSize, sizes), hidden);
  return ops.Add(gatedFeedForward(scope.child('ff'), layerNorm(scope.child('norm3'), hidden, norm), channels), hidden);
}

function attend(scope: ParamScope, x: Value, memory: Value, memorySize: number, sizes: SpatialTransformerSizes): Value {
  const { channels, numHeads, form = 'fused' } = sizes;
  const query = linear(scope.child('to_q'), x, { in: channels, out: channels, bias: false }); // (B, T, C)
  const key = linear(scope.child('to_k'), memory, { in: memorySize, out: channels, bias: false }); // (B, K, C)
  const value = linear(scope.child('to_v'), memory, { in: memorySize, out: channels, bias: false }); // (B, K, C)
  const mixed = attention(query, key, value, { numHeads, form });
  return linear(scope.child('to_out.0'), mixed, { in: channels, out: channels });
}

/** GEGLU: one half of a wide projection, gated by the GELU of the other. */
function gatedFeedForward(scope: ParamScope, x: Value, channels: number): Value {
  const wide = 4 * channels;
  const both = linear(scope.child('net.0.proj'), x, { in: channels, out: 2 * wide }); // (B, T, 8C)
  const halves = ops.Split(both, [wide, wide], { axis: -1 });
  const gated = ops.Mul(at(halves, 0), activate('gelu', at(halves, 1))); // (B, T, 4C)
  return linear(scope.child('net.2'), gated, { in: wide, out: channels });
}
