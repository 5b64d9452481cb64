import { describe, expect, it } from 'vitest';
import { adapterSitesFrom, languageModelConfigFrom } from '../../../native-models/architectures/language-model-config';
import { pictureReaderConfigFrom } from '../../../native-models/architectures/picture-reader';

const llama = {
  model_type: 'llama',
  vocab_size: 32,
  hidden_size: 16,
  intermediate_size: 24,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  max_position_embeddings: 64,
  rms_norm_eps: 1e-5,
};

describe('languageModelConfigFrom', () => {
  it('fills in what transformers leaves out', () => {
    expect(languageModelConfigFrom(llama)).toEqual({
      vocabSize: 32,
      hiddenSize: 16,
      intermediateSize: 24,
      numLayers: 2,
      numHeads: 4,
      numKeyValueHeads: 4,
      headSize: 4,
      contextLength: 64,
      rmsNormEps: 1e-5,
      ropeTheta: 10000,
      activation: 'silu',
      hasAttentionBias: false,
      hasMlpBias: false,
      tiesEmbeddings: false,
    });
  });

  it('reads the base of the rotary frequencies where versions 4 and 5 write it', () => {
    expect(languageModelConfigFrom({ ...llama, rope_theta: 500, rope_scaling: null }).ropeTheta).toBe(500);
    const rope = { rope_type: 'default', rope_theta: 600 };
    expect(languageModelConfigFrom({ ...llama, rope_parameters: rope }).ropeTheta).toBe(600);
  });

  it.each<[string, object, RegExp]>([
    ['another family', { model_type: 'mistral' }, /model_type is "mistral"; expected llama/],
    ['scaled rotary frequencies', { rope_scaling: { type: 'linear', factor: 2 } }, /rope_scaling is .*not supported/],
    [
      'scaled rotary frequencies of version 5',
      { rope_parameters: { rope_type: 'llama3', rope_theta: 1 } },
      /rope_type is "llama3"; expected default/,
    ],
    ['heads that do not share evenly', { num_key_value_heads: 3 }, /4 query heads cannot share 3 key-value heads/],
    ['odd heads', { head_dim: 5 }, /heads of 5 numbers cannot be turned/],
    ['heads that do not divide', { num_attention_heads: 3 }, /head_dim/],
    ['a missing size', { hidden_size: undefined }, /hidden_size is undefined; expected a positive whole number/],
    ['an unknown activation', { hidden_act: 'mish' }, /Unknown activation "mish"/],
  ])('refuses %s', (_, change, message) => {
    expect(() => languageModelConfigFrom({ ...llama, ...change })).toThrow(message);
  });

  it.each([undefined, null, [], 'llama'])('refuses %j instead of an object', (json) => {
    expect(() => languageModelConfigFrom(json)).toThrow(/expected an object/);
  });
});

it('adapterSitesFrom lists paths and sizes, grouped heads included', () => {
  const config = languageModelConfigFrom({ ...llama, num_key_value_heads: 2, head_dim: 8 });
  expect(adapterSitesFrom(config, ['down_proj', 'q_proj', 'v_proj']).slice(0, 4)).toEqual([
    { path: 'model.layers.0.self_attn.q_proj', in: 16, out: 32 },
    { path: 'model.layers.0.self_attn.v_proj', in: 16, out: 16 },
    { path: 'model.layers.0.mlp.down_proj', in: 24, out: 16 },
    { path: 'model.layers.1.self_attn.q_proj', in: 16, out: 32 },
  ]);
});

describe('pictureReaderConfigFrom', () => {
  const vision = {
    hidden_size: 8,
    intermediate_size: 16,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    image_size: 16,
    patch_size: 4,
  };
  const queries = {
    hidden_size: 8,
    intermediate_size: 16,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    encoder_hidden_size: 8,
  };
  const parts = { vision_config: vision, qformer_config: queries };

  it('takes the defaults of Blip2', () => {
    const config = pictureReaderConfigFrom(parts);
    expect(config.numQueryTokens).toBe(32);
    expect(config.encoder).toMatchObject({ layerNormEps: 1e-6, hasQkvBias: true, activation: 'gelu' });
    expect(config.qFormer).toMatchObject({ layerNormEps: 1e-12, crossAttentionFrequency: 2 });
  });

  it.each<[string, object, RegExp]>([
    ['widths that do not meet', { qformer_config: { ...queries, encoder_hidden_size: 9 } }, /reads tokens of width 9/],
    ['patches that do not fit', { vision_config: { ...vision, patch_size: 5 } }, /image_size 16 is not divisible by/],
    [
      'heads that do not divide',
      { vision_config: { ...vision, num_attention_heads: 3 } },
      /hidden_size 8 is not divisible by 3 heads/,
    ],
    [
      'a Q-Former that reads text',
      { qformer_config: { ...queries, use_qformer_text_input: true } },
      /use_qformer_text_input/,
    ],
    ['no vision_config', { vision_config: undefined }, /vision_config: expected an object/],
  ])('refuses %s', (_, change, message) => {
    expect(() => pictureReaderConfigFrom({ ...parts, ...change })).toThrow(message);
  });
});
