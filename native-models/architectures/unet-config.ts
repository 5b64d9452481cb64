// The configuration of diffusers' UNet2DConditionModel, as far as Stable Diffusion 1.x and 2.x and the miniature use it.
// Options that change the network and are not built here are refused by name, never ignored. Not the network: unet.ts.
import { StudioError } from '../../common/base/studio-error';
import type { ActivationName } from '../nn/activations';
import { ConfigFields } from './config-fields';

export type DownBlockType = 'DownBlock2D' | 'CrossAttnDownBlock2D';
export type UpBlockType = 'UpBlock2D' | 'CrossAttnUpBlock2D';

export interface UnetConfig {
  /** Side of the latent picture that it was trained on; undefined where the file does not say. */
  readonly sampleSize: number | undefined;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly downBlockTypes: readonly DownBlockType[];
  readonly upBlockTypes: readonly UpBlockType[];
  /** Per level, from the finest down; so are all lists below. */
  readonly blockOutChannels: readonly number[];
  readonly layersPerBlock: readonly number[];
  readonly transformerLayersPerBlock: readonly number[];
  readonly crossAttentionDim: number;
  /** Heads of attention. diffusers reads them from the key `attention_head_dim`, a name kept from an old mistake. */
  readonly numHeads: readonly number[];
  readonly useLinearProjection: boolean;
  readonly normNumGroups: number;
  readonly normEps: number;
  readonly activation: ActivationName;
  readonly flipSinToCos: boolean;
  readonly freqShift: number;
  readonly downsamplePadding: number;
  readonly midBlockScaleFactor: number;
}

/** Reads unet/config.json. Throws `bad-request` on a wrong field, `unsupported-op` on an option that is not built. */
export function unetConfigFrom(json: unknown): UnetConfig {
  const fields = new ConfigFields('unet/config.json', json);
  refuseOtherNetworks(fields);
  const downBlockTypes = fields.choices('down_block_types', ['DownBlock2D', 'CrossAttnDownBlock2D'] as const);
  const levels = downBlockTypes.length;
  const config: UnetConfig = {
    sampleSize: fields.has('sample_size') ? fields.size('sample_size') : undefined,
    inChannels: fields.size('in_channels', 4),
    outChannels: fields.size('out_channels', 4),
    downBlockTypes,
    upBlockTypes: fields.choices('up_block_types', ['UpBlock2D', 'CrossAttnUpBlock2D'] as const),
    blockOutChannels: fields.sizes('block_out_channels', levels),
    layersPerBlock: fields.sizes('layers_per_block', levels, 2),
    transformerLayersPerBlock: fields.sizes('transformer_layers_per_block', levels, 1),
    crossAttentionDim: fields.size('cross_attention_dim', 1280),
    numHeads: fields.sizes('attention_head_dim', levels, 8),
    useLinearProjection: fields.flag('use_linear_projection', false),
    normNumGroups: fields.size('norm_num_groups', 32),
    normEps: fields.number('norm_eps', 1e-5),
    activation: fields.activation('act_fn', 'silu'),
    flipSinToCos: fields.flag('flip_sin_to_cos', true),
    freqShift: fields.number('freq_shift', 0),
    downsamplePadding: fields.number('downsample_padding', 1),
    midBlockScaleFactor: fields.number('mid_block_scale_factor', 1),
  };
  checkSizes(config);
  return config;
}

function refuseOtherNetworks(fields: ConfigFields): void {
  fields.only('_class_name', 'UNet2DConditionModel');
  fields.only('mid_block_type', 'UNetMidBlock2DCrossAttn');
  fields.only('resnet_time_scale_shift', 'default');
  fields.only('time_embedding_type', 'positional');
  fields.only('attention_type', 'default');
  fields.only('resnet_out_scale_factor', 1);
  fields.only('conv_in_kernel', 3);
  fields.only('conv_out_kernel', 3);
  const refusedFlags = [
    'center_input_sample',
    'only_cross_attention',
    'mid_block_only_cross_attention',
    'dual_cross_attention',
    'resnet_skip_time_act',
    'class_embeddings_concat',
  ];
  for (const key of refusedFlags) fields.only(key, false);
  const refused = [
    'num_attention_heads',
    'reverse_transformer_layers_per_block',
    'encoder_hid_dim',
    'encoder_hid_dim_type',
    'class_embed_type',
    'num_class_embeds',
    'addition_embed_type',
    'time_embedding_dim',
    'time_embedding_act_fn',
    'timestep_post_act',
    'time_cond_proj_dim',
    'cross_attention_norm',
  ];
  for (const key of refused) fields.only(key);
}

function checkSizes(config: UnetConfig): void {
  const levels = config.blockOutChannels.length;
  if (config.upBlockTypes.length !== levels) {
    throw new StudioError(
      'bad-request',
      `unet/config.json: up_block_types has ${config.upBlockTypes.length} levels, down_block_types ${levels}.`,
    );
  }
  for (const [level, channels] of config.blockOutChannels.entries()) {
    const heads = config.numHeads[level] ?? 1;
    if (channels % config.normNumGroups === 0 && channels % heads === 0) continue;
    throw new StudioError(
      'bad-request',
      `unet/config.json: ${channels} channels of level ${level} must divide by norm_num_groups ${config.normNumGroups} ` +
        `and by attention_head_dim ${heads} (which counts heads).`,
    );
  }
}

/** Where adapters sit: on the attentions alone, the usual places of a LoRA on a U-Net, or on every layer of its blocks. */
export type LookReach = 'attentions' | 'blocks';

const attentionLayers = ['to_q', 'to_k', 'to_v', 'to_out.0'];
/** diffusers' names of those layers, as PEFT's `target_modules` lists them. */
export const lookTargets: Readonly<Record<LookReach, readonly string[]>> = {
  attentions: attentionLayers,
  blocks: [
    ...attentionLayers,
    ...['proj_in', 'proj_out', 'ff.net.0.proj', 'ff.net.2'],
    ...['conv1', 'conv2', 'conv_shortcut'],
  ],
};

/** Whether the layer at this path may carry an adapter. */
export const isLookSite = (path: string, reach: LookReach = 'blocks'): boolean =>
  lookTargets[reach].some((target) => path.endsWith(`.${target}`));
