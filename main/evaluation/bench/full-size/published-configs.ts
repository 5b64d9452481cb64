// The configurations of the full-size system as they are published: MiniGPT-5 over Vicuna-7B, BLIP-2's EVA ViT-g and Q-Former, and Stable
// Diffusion 2.1-base. Numbers only, in the layout of each library's config.json; what the parsers take for granted is left out.

/** EVA ViT-g/14 without its last block, as BLIP-2 uses it; twelve layers of Q-Former with 32 queries. */
const vision = {
  num_query_tokens: 32,
  vision_config: {
    hidden_size: 1408,
    intermediate_size: 6144,
    num_hidden_layers: 39,
    num_attention_heads: 16,
    image_size: 224,
    patch_size: 14,
    hidden_act: 'gelu',
    layer_norm_eps: 1e-6,
    qkv_bias: true,
  },
  qformer_config: {
    hidden_size: 768,
    intermediate_size: 3072,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    cross_attention_frequency: 2,
    encoder_hidden_size: 1408,
    hidden_act: 'gelu',
    layer_norm_eps: 1e-12,
  },
};

/** Vicuna-7B v0 with eight vokens and the picture's placeholder: 32,009 tokens. */
const languageModel = {
  model_type: 'llama',
  vocab_size: 32_009,
  hidden_size: 4096,
  intermediate_size: 11_008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  max_position_embeddings: 2048,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  hidden_act: 'silu',
  tie_word_embeddings: false,
};

const mapper = {
  inputSize: 4096,
  hiddenSize: 1024,
  outputSize: 1024,
  numHeads: 8,
  numEncoderLayers: 4,
  numDecoderLayers: 4,
  feedForwardSize: 4096,
  numQueries: 77,
  numVokens: 8,
  layerNormEps: 1e-5,
};

const unet = {
  sample_size: 64,
  in_channels: 4,
  out_channels: 4,
  down_block_types: ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D'],
  up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D'],
  block_out_channels: [320, 640, 1280, 1280],
  layers_per_block: 2,
  cross_attention_dim: 1024,
  attention_head_dim: [5, 10, 20, 20],
  norm_num_groups: 32,
  norm_eps: 1e-5,
  act_fn: 'silu',
  use_linear_projection: true,
};

const autoencoder = {
  in_channels: 3,
  out_channels: 3,
  down_block_types: ['DownEncoderBlock2D', 'DownEncoderBlock2D', 'DownEncoderBlock2D', 'DownEncoderBlock2D'],
  up_block_types: ['UpDecoderBlock2D', 'UpDecoderBlock2D', 'UpDecoderBlock2D', 'UpDecoderBlock2D'],
  block_out_channels: [128, 256, 512, 512],
  layers_per_block: 2,
  latent_channels: 4,
  norm_num_groups: 32,
  sample_size: 512,
  scaling_factor: 0.18215,
  act_fn: 'silu',
};

export interface PublishedConfigs {
  readonly vision: unknown;
  readonly languageModel: unknown;
  readonly mapper: unknown;
  readonly unet: unknown;
  readonly autoencoder: unknown;
}

/** MiniGPT-5 as published; each entry is what the parser of its architecture reads. */
export const minigpt5Configs: PublishedConfigs = { vision, languageModel, mapper, unet, autoencoder };
