// Pictures as sequences and back: attention sees positions as tokens, convolutions see them as a plane.
// Row by row, as PyTorch's flatten(2). Nothing is computed.
import { ops, type Value } from '../onnx';

/** (B, C, H, W) -> (B, H*W, C) */
export function tokensFromPlane(x: Value): Value {
  const channels = x.shape[1] ?? -1;
  return ops.Transpose(ops.Reshape(x, [0, channels, -1]), { perm: [0, 2, 1] });
}

/** (B, H*W, C) -> (B, C, H, W), with height and width of `like` */
export function planeFromTokens(tokens: Value, like: Value): Value {
  const [, , height = -1, width = -1] = like.shape;
  const channels = tokens.shape[2] ?? -1;
  return ops.Reshape(ops.Transpose(tokens, { perm: [0, 2, 1] }), [0, channels, height, width]);
}
