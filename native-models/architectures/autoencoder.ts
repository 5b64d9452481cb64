// The autoencoder between pictures and latents: diffusers' AutoencoderKL (Rombach et al. 2022, §3.1 and appendix G).
// The encoder gives the moments of a Gaussian; drawing from it, and the scaling factor between latents and the denoiser,
// are the caller's business.
import { at } from '../../common/base/at';
import { StudioError } from '../../common/base/studio-error';
import { attention, type AttentionOptions } from '../nn/attention';
import { activate, type ActivationName } from '../nn/activations';
import { conv2d, downsample, upsample } from '../nn/conv2d';
import { groupNorm } from '../nn/group-norm';
import { linear } from '../nn/linear';
import type { ParamScope } from '../nn/param-scope';
import { resnetBlock, type ResnetSizes } from '../nn/resnet-block';
import { planeFromTokens, tokensFromPlane } from '../nn/spatial-tokens';
import { ops, type Value } from '../onnx';
import { ConfigFields } from './config-fields';

export interface AutoencoderConfig {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly latentChannels: number;
  /** Per level, from the finest down. */
  readonly blockOutChannels: readonly number[];
  readonly layersPerBlock: number;
  readonly normNumGroups: number;
  readonly activation: ActivationName;
  readonly hasMidAttention: boolean;
  readonly hasQuantConv: boolean;
  readonly hasPostQuantConv: boolean;
  /** What latents are multiplied by before the denoiser sees them; 1/deviation. */
  readonly scalingFactor: number;
}

/** The reference's fixed epsilon of every norm in it. */
const epsilon = 1e-6;
/** Log variances outside are clipped, as the reference does before it draws. */
const logVarianceRange = [-30, 20] as const;

/** Reads autoencoder/config.json. Throws `bad-request` or `unsupported-op` naming the field. */
export function autoencoderConfigFrom(json: unknown): AutoencoderConfig {
  const fields = new ConfigFields('autoencoder/config.json', json);
  fields.only('_class_name', 'AutoencoderKL');
  const levels = fields.choices('down_block_types', ['DownEncoderBlock2D'] as const).length;
  const upLevels = fields.choices('up_block_types', ['UpDecoderBlock2D'] as const).length;
  if (levels !== upLevels) {
    throw new StudioError('bad-request', `autoencoder/config.json: ${levels} levels down but ${upLevels} up.`);
  }
  return {
    inChannels: fields.size('in_channels', 3),
    outChannels: fields.size('out_channels', 3),
    latentChannels: fields.size('latent_channels', 4),
    blockOutChannels: fields.sizes('block_out_channels', levels),
    layersPerBlock: fields.size('layers_per_block', 1),
    normNumGroups: fields.size('norm_num_groups', 32),
    activation: fields.activation('act_fn', 'silu'),
    hasMidAttention: fields.flag('mid_block_add_attention', true),
    hasQuantConv: fields.flag('use_quant_conv', true),
    hasPostQuantConv: fields.flag('use_post_quant_conv', true),
    scalingFactor: fields.number('scaling_factor', 0.18215),
  };
}

export interface LatentMoments {
  readonly mean: Value; // (B, c, h, w)
  readonly logVariance: Value; // (B, c, h, w)
}

/** Keys `encoder.*`, `quant_conv`. image (B, 3, H, W) in [-1, 1], H and W known -> moments of the latent */
export function autoencoderEncoder(
  scope: ParamScope,
  image: Value,
  config: AutoencoderConfig,
  form: AttentionOptions['form'] = 'fused',
): LatentMoments {
  const { blockOutChannels: widths, latentChannels, layersPerBlock } = config;
  const encoder = scope.child('encoder');
  const deepest = at(widths, widths.length - 1);
  let hidden = conv2d(encoder.child('conv_in'), image, { in: config.inChannels, out: at(widths, 0) });
  for (const [level, channels] of widths.entries()) {
    const block = encoder.child(`down_blocks.${level}`);
    for (let i = 0; i < layersPerBlock; i++) {
      const before = i === 0 ? at(widths, Math.max(level - 1, 0)) : channels;
      hidden = resnetBlock(block.child(`resnets.${i}`), hidden, resnetSizes(before, channels, config));
    }
    if (level < widths.length - 1) hidden = downsample(block.child('downsamplers.0'), hidden, channels, 0);
  }
  hidden = closing(
    encoder,
    midBlock(encoder.child('mid_block'), hidden, config, form),
    deepest,
    2 * latentChannels,
    config,
  );
  if (config.hasQuantConv) {
    hidden = conv2d(scope.child('quant_conv'), hidden, { in: 2 * latentChannels, out: 2 * latentChannels, kernel: 1 });
  }
  const moments = ops.Split(hidden, [latentChannels, latentChannels], { axis: 1 });
  return { mean: at(moments, 0), logVariance: ops.Clip(at(moments, 1), ...logVarianceRange) };
}

/** Keys `post_quant_conv`, `decoder.*`. latents (B, c, h, w), h and w known -> image (B, 3, H, W), about [-1, 1] */
export function autoencoderDecoder(
  scope: ParamScope,
  latents: Value,
  config: AutoencoderConfig,
  form: AttentionOptions['form'] = 'fused',
): Value {
  const { blockOutChannels, latentChannels, layersPerBlock } = config;
  const decoder = scope.child('decoder');
  const widths = [...blockOutChannels].reverse();
  const start = config.hasPostQuantConv
    ? conv2d(scope.child('post_quant_conv'), latents, { in: latentChannels, out: latentChannels, kernel: 1 })
    : latents;
  let hidden = conv2d(decoder.child('conv_in'), start, { in: latentChannels, out: at(widths, 0) });
  hidden = midBlock(decoder.child('mid_block'), hidden, config, form);
  for (const [step, channels] of widths.entries()) {
    const block = decoder.child(`up_blocks.${step}`);
    for (let i = 0; i <= layersPerBlock; i++) {
      const before = i === 0 ? at(widths, Math.max(step - 1, 0)) : channels;
      hidden = resnetBlock(block.child(`resnets.${i}`), hidden, resnetSizes(before, channels, config));
    }
    if (step < widths.length - 1) hidden = upsample(block.child('upsamplers.0'), hidden, channels);
  }
  return closing(decoder, hidden, at(blockOutChannels, 0), config.outChannels, config);
}

function midBlock(scope: ParamScope, plane: Value, config: AutoencoderConfig, form: AttentionOptions['form']): Value {
  const channels = at(config.blockOutChannels, config.blockOutChannels.length - 1);
  const sizes = resnetSizes(channels, channels, config);
  let hidden = resnetBlock(scope.child('resnets.0'), plane, sizes);
  if (config.hasMidAttention) hidden = midAttention(scope.child('attentions.0'), hidden, channels, config, form);
  return resnetBlock(scope.child('resnets.1'), hidden, sizes);
}

/** One head over all positions. Keys `group_norm`, `to_q`, `to_k`, `to_v`, `to_out.0`. (B, C, h, w) -> (B, C, h, w) */
function midAttention(
  scope: ParamScope,
  plane: Value,
  channels: number,
  { normNumGroups: groups }: AutoencoderConfig,
  form: AttentionOptions['form'] = 'fused',
): Value {
  const square = { in: channels, out: channels };
  const tokens = tokensFromPlane(groupNorm(scope.child('group_norm'), plane, { channels, groups, epsilon })); // (B, h*w, C)
  const query = linear(scope.child('to_q'), tokens, square);
  const key = linear(scope.child('to_k'), tokens, square);
  const value = linear(scope.child('to_v'), tokens, square);
  const mixed = linear(scope.child('to_out.0'), attention(query, key, value, { numHeads: 1, form }), square);
  return ops.Add(planeFromTokens(mixed, plane), plane);
}

/** Keys `conv_norm_out`, `conv_out`: the last norm, activation and convolution of either half. */
function closing(scope: ParamScope, plane: Value, channels: number, out: number, config: AutoencoderConfig): Value {
  const normal = groupNorm(scope.child('conv_norm_out'), plane, { channels, groups: config.normNumGroups, epsilon });
  return conv2d(scope.child('conv_out'), activate('silu', normal), { in: channels, out });
}

function resnetSizes(before: number, channels: number, config: AutoencoderConfig): ResnetSizes {
  return { in: before, out: channels, groups: config.normNumGroups, epsilon, activation: config.activation };
}
