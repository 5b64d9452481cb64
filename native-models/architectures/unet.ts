// The denoiser: diffusers' UNet2DConditionModel (Rombach et al. 2022), from a noisy latent, a timestep and a conditioning
// to the predicted noise (or velocity). Down blocks leave their states behind for the up blocks. One evaluation only:
// guidance and the sampling loop are in main/pipeline.
import { at } from '../../common/base/at';
import { StudioError } from '../../common/base/studio-error';
import type { AttentionOptions } from '../nn/attention';
import { activate } from '../nn/activations';
import { conv2d, downsample, upsample } from '../nn/conv2d';
import { groupNorm } from '../nn/group-norm';
import type { ParamScope } from '../nn/param-scope';
import { resnetBlock, type ResnetSizes, type TimeSignal } from '../nn/resnet-block';
import { sinusoids, timestepEmbedding } from '../nn/timestep-embedding';
import { ops, type Value } from '../onnx';
import { spatialTransformer } from './spatial-transformer';
import type { UnetConfig } from './unet-config';

export interface UnetInputs {
  /** float32 (B, c, h, w); h and w known and divisible by two at every halving */
  readonly sample: Value;
  /** float32 (B) */
  readonly timestep: Value;
  /** float32 (B, L, d̂) */
  readonly condition: Value;
}

export interface UnetOptions {
  /** 'plain' attention where gradients are wanted. */
  readonly attentionForm?: AttentionOptions['form'];
}

/** What every block of one network shares. */
interface Shared {
  readonly config: UnetConfig;
  readonly time: TimeSignal;
  readonly condition: Value;
  readonly form: AttentionOptions['form'];
}

/** Keys as in diffusers. (B, c, h, w) -> (B, c', h, w) */
export function unet(scope: ParamScope, inputs: UnetInputs, config: UnetConfig, options: UnetOptions = {}): Value {
  checkLatentSize(inputs.sample, config);
  const base = at(config.blockOutChannels, 0);
  const shared: Shared = {
    config,
    time: timeSignal(scope.child('time_embedding'), inputs.timestep, config),
    condition: inputs.condition,
    form: options.attentionForm ?? 'fused',
  };
  let hidden = conv2d(scope.child('conv_in'), inputs.sample, { in: config.inChannels, out: base });
  const left: Left[] = [{ value: hidden, channels: base }];
  for (const level of config.blockOutChannels.keys()) {
    hidden = downBlock(scope.child(`down_blocks.${level}`), hidden, level, left, shared);
  }
  hidden = midBlock(scope.child('mid_block'), hidden, shared);
  for (const step of config.blockOutChannels.keys()) {
    hidden = upBlock(scope.child(`up_blocks.${step}`), hidden, step, left, shared);
  }
  const sizes = { channels: base, groups: config.normNumGroups, epsilon: config.normEps };
  const last = activate(config.activation, groupNorm(scope.child('conv_norm_out'), hidden, sizes));
  return conv2d(scope.child('conv_out'), last, { in: base, out: config.outChannels });
}

/** A state that a down block leaves for an up block. */
interface Left {
  readonly value: Value;
  readonly channels: number;
}

function downBlock(scope: ParamScope, plane: Value, level: number, left: Left[], shared: Shared): Value {
  const { config, time } = shared;
  const channels = at(config.blockOutChannels, level);
  let hidden = plane;
  for (let i = 0; i < at(config.layersPerBlock, level); i++) {
    const before = i === 0 ? at(config.blockOutChannels, Math.max(level - 1, 0)) : channels;
    hidden = resnetBlock(scope.child(`resnets.${i}`), hidden, resnetSizes(before, channels, config), time);
    if (at(config.downBlockTypes, level) === 'CrossAttnDownBlock2D') {
      hidden = attend(scope.child(`attentions.${i}`), hidden, level, shared);
    }
    left.push({ value: hidden, channels });
  }
  if (level === config.blockOutChannels.length - 1) return hidden;
  hidden = downsample(scope.child('downsamplers.0'), hidden, channels, config.downsamplePadding);
  left.push({ value: hidden, channels });
  return hidden;
}

function midBlock(scope: ParamScope, plane: Value, shared: Shared): Value {
  const { config, time } = shared;
  const level = config.blockOutChannels.length - 1;
  const channels = at(config.blockOutChannels, level);
  const sizes = { ...resnetSizes(channels, channels, config), outputScale: config.midBlockScaleFactor };
  const first = resnetBlock(scope.child('resnets.0'), plane, sizes, time);
  return resnetBlock(scope.child('resnets.1'), attend(scope.child('attentions.0'), first, level, shared), sizes, time);
}

function upBlock(scope: ParamScope, plane: Value, step: number, left: Left[], shared: Shared): Value {
  const { config, time } = shared;
  const level = config.blockOutChannels.length - 1 - step;
  const channels = at(config.blockOutChannels, level);
  let hidden = plane;
  for (let i = 0; i <= at(config.layersPerBlock, level); i++) {
    const before = i === 0 ? at(config.blockOutChannels, step === 0 ? level : level + 1) : channels;
    const skip = left.pop();
    if (skip === undefined)
      throw new StudioError('internal', `U-Net: ${scope.path} finds no state left by a down block.`);
    const joined = ops.Concat([hidden, skip.value], { axis: 1 }); // (B, before + skip, h, w)
    hidden = resnetBlock(
      scope.child(`resnets.${i}`),
      joined,
      resnetSizes(before + skip.channels, channels, config),
      time,
    );
    if (at(config.upBlockTypes, step) === 'CrossAttnUpBlock2D') {
      hidden = attend(scope.child(`attentions.${i}`), hidden, level, shared);
    }
  }
  return level === 0 ? hidden : upsample(scope.child('upsamplers.0'), hidden, channels);
}

function attend(scope: ParamScope, plane: Value, level: number, { config, condition, form }: Shared): Value {
  return spatialTransformer(scope, plane, condition, {
    channels: at(config.blockOutChannels, level),
    numHeads: at(config.numHeads, level),
    numLayers: at(config.transformerLayersPerBlock, level),
    conditionSize: config.crossAttentionDim,
    groups: config.normNumGroups,
    useLinearProjection: config.useLinearProjection,
    ...(form === undefined ? {} : { form }),
  });
}

function resnetSizes(before: number, channels: number, config: UnetConfig): ResnetSizes {
  const { normNumGroups: groups, normEps: epsilon, activation } = config;
  return { in: before, out: channels, groups, epsilon, activation };
}

function timeSignal(scope: ParamScope, timestep: Value, config: UnetConfig): TimeSignal {
  const base = at(config.blockOutChannels, 0);
  const out = 4 * base;
  const { flipSinToCos, freqShift, activation } = config;
  const waves = sinusoids(timestep, { size: base, flipSinToCos, freqShift }); // (B, base)
  const embedded = timestepEmbedding(scope, waves, { size: base, out, activation }); // (B, 4 base)
  return { value: activate(activation, embedded), size: out };
}

function checkLatentSize(sample: Value, config: UnetConfig): void {
  const multiple = 2 ** (config.blockOutChannels.length - 1);
  const sides = sample.shape.slice(2);
  if (sides.length === 2 && sides.every((side) => typeof side === 'number' && side % multiple === 0)) return;
  throw new StudioError(
    'shape-mismatch',
    `U-Net: ${sample.toString()} must be (B, c, h, w) with h and w known multiples of ${multiple}.`,
  );
}
