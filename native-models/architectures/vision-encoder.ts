// The vision encoder: a plain ViT as in EVA-CLIP (Fang et al. 2022), in the layout of transformers' Blip2VisionModel.
// Patches, a class token, learned positions, pre-norm blocks with exact GELU; all tokens are used, the class one too.
// Fixed picture size (positions are not interpolated). Scaling of pixels belongs to the caller.
import { StudioError } from '../../common/base/studio-error';
import type { ActivationName } from '../nn/activations';
import { attention, type AttentionOptions } from '../nn/attention';
import { linear } from '../nn/linear';
import { mlp } from '../nn/mlp';
import { layerNorm } from '../nn/norms';
import type { ParamScope } from '../nn/param-scope';
import { ops, type Value } from '../onnx';
import { ConfigFields } from './config-fields';

export interface VisionEncoderConfig {
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly numLayers: number;
  readonly numHeads: number;
  readonly imageSizePx: number;
  readonly patchSizePx: number;
  readonly activation: ActivationName;
  /** 1e-6 in Blip2, and also for the last norm, where LAVIS' own checkpoints have 1e-5. */
  readonly layerNormEps: number;
  readonly hasQkvBias: boolean;
}

/** Reads a Blip2VisionConfig. Throws `bad-request` on a missing or impossible field. */
export function visionEncoderConfigFrom(json: unknown): VisionEncoderConfig {
  const owner = 'vision/config.json: vision_config';
  const fields = new ConfigFields(owner, json);
  const config: VisionEncoderConfig = {
    hiddenSize: fields.size('hidden_size'),
    intermediateSize: fields.size('intermediate_size'),
    numLayers: fields.size('num_hidden_layers'),
    numHeads: fields.size('num_attention_heads'),
    imageSizePx: fields.size('image_size'),
    patchSizePx: fields.size('patch_size'),
    activation: fields.activation('hidden_act', 'gelu'),
    layerNormEps: fields.number('layer_norm_eps', 1e-6),
    hasQkvBias: fields.flag('qkv_bias', true),
  };
  const { hiddenSize, numHeads, imageSizePx, patchSizePx } = config;
  if (hiddenSize % numHeads !== 0) {
    throw new StudioError('bad-request', `${owner}: hidden_size ${hiddenSize} is not divisible by ${numHeads} heads.`);
  }
  if (imageSizePx % patchSizePx !== 0) {
    throw new StudioError(
      'bad-request',
      `${owner}: image_size ${imageSizePx} is not divisible by patch_size ${patchSizePx}.`,
    );
  }
  return config;
}

/** Tokens that come out: one per patch and the class token. */
export function visionTokenCountFrom({ imageSizePx, patchSizePx }: VisionEncoderConfig): number {
  return (imageSizePx / patchSizePx) ** 2 + 1;
}

/** Keys `embeddings.*`, `encoder.layers.*`, `post_layernorm`. pixels (B, 3, h, w) -> (B, T, C) */
export function visionEncoder(
  scope: ParamScope,
  pixels: Value,
  config: VisionEncoderConfig,
  options: Pick<AttentionOptions, 'form'> = {},
): Value {
  const norm = { size: config.hiddenSize, epsilon: config.layerNormEps };
  let hidden = patchTokens(scope.child('embeddings'), pixels, config); // (B, T, C)
  for (let index = 0; index < config.numLayers; index++) {
    const layer = scope.child(`encoder.layers.${String(index)}`);
    hidden = ops.Add(
      hidden,
      selfAttention(layer.child('self_attn'), layerNorm(layer.child('layer_norm1'), hidden, norm), config, options),
    );
    const normed = layerNorm(layer.child('layer_norm2'), hidden, norm);
    const { hiddenSize: size, intermediateSize: wide, activation } = config;
    hidden = ops.Add(hidden, mlp(layer.child('mlp'), normed, { size, hidden: wide, activation }));
  }
  return layerNorm(scope.child('post_layernorm'), hidden, norm);
}

/** Patches by a strided convolution, the class token before them, positions added. (B, 3, h, w) -> (B, T, C) */
function patchTokens(scope: ParamScope, pixels: Value, config: VisionEncoderConfig): Value {
  const { hiddenSize, patchSizePx } = config;
  const tokenCount = visionTokenCountFrom(config);
  const weight = scope.param('patch_embedding.weight', [hiddenSize, 3, patchSizePx, patchSizePx]);
  const bias = scope.param('patch_embedding.bias', [hiddenSize]);
  const grid = ops.Conv(pixels, weight, bias, { strides: [patchSizePx, patchSizePx] }); // (B, C, h/p, w/p)
  const patches = ops.Transpose(ops.Reshape(grid, [0, hiddenSize, tokenCount - 1]), { perm: [0, 2, 1] }); // (B, T-1, C)
  // The class token is added into an empty first place: then it joins the positions in one constant, whatever B is.
  const withPlace = ops.Pad(patches, [1, 0], { axes: [1] }); // (B, T, C)
  const classToken = ops.Pad(scope.param('class_embedding', [1, 1, hiddenSize]), [0, tokenCount - 1], { axes: [1] });
  const positions = scope.param('position_embedding', [1, tokenCount, hiddenSize]);
  return ops.Add(withPlace, ops.Add(positions, classToken));
}

/** One layer for queries, keys and values, in this order. (B, T, C) -> (B, T, C) */
function selfAttention(
  scope: ParamScope,
  x: Value,
  config: VisionEncoderConfig,
  options: Pick<AttentionOptions, 'form'>,
): Value {
  const { hiddenSize: size, numHeads, hasQkvBias } = config;
  const qkv = linear(scope.child('qkv'), x, { in: size, out: 3 * size, bias: hasQkvBias }); // (B, T, 3C)
  const [query, key, value] = ops.Split(qkv, [size, size, size], { axis: -1 });
  if (query === undefined || key === undefined || value === undefined)
    throw new RangeError('Split gave fewer than three parts');
  return linear(scope.child('projection'), attention(query, key, value, { numHeads, ...options }), {
    in: size,
    out: size,
  });
}
