// The feature mapper: voken states of the language model to the conditioning of the denoiser, by a two-layer MLP and an
// encoder-decoder transformer with learned queries (MiniGPT-5 eq. 2; torch nn.Transformer, norm first, no masks, no
// positions). The condition of "no picture asked for" is this network on zero states: a constant of a bundle.
import { StudioError } from '../../common/base/studio-error';
import { activate } from '../nn/activations';
import { linear } from '../nn/linear';
import { mlp } from '../nn/mlp';
import { layerNorm } from '../nn/norms';
import { packedAttention } from '../nn/packed-attention';
import type { AttentionOptions } from '../nn/attention';
import type { ParamScope } from '../nn/param-scope';
import { constant, ops, type Value } from '../onnx';
import { ConfigFields } from './config-fields';

export interface FeatureMapperConfig {
  /** Width of the language model's states. */
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** Width of the conditioning; equal to hiddenSize, since nothing stands behind the decoder. */
  readonly outputSize: number;
  readonly numHeads: number;
  readonly numEncoderLayers: number;
  readonly numDecoderLayers: number;
  readonly feedForwardSize: number;
  /** Length of the conditioning. */
  readonly numQueries: number;
  readonly numVokens: number;
  readonly layerNormEps: number;
}

/** Reads mapper/config.json. Throws `bad-request` on a missing or impossible field. */
export function featureMapperConfigFrom(json: unknown): FeatureMapperConfig {
  const fields = new ConfigFields('mapper/config.json', json);
  const config: FeatureMapperConfig = {
    inputSize: fields.size('inputSize'),
    hiddenSize: fields.size('hiddenSize'),
    outputSize: fields.size('outputSize'),
    numHeads: fields.size('numHeads'),
    numEncoderLayers: fields.size('numEncoderLayers'),
    numDecoderLayers: fields.size('numDecoderLayers'),
    feedForwardSize: fields.size('feedForwardSize'),
    numQueries: fields.size('numQueries'),
    numVokens: fields.size('numVokens', 8),
    layerNormEps: fields.number('layerNormEps', 1e-5),
  };
  if (config.outputSize !== config.hiddenSize || config.hiddenSize % config.numHeads !== 0) {
    throw new StudioError(
      'bad-request',
      `mapper/config.json: hiddenSize ${config.hiddenSize} must equal outputSize ${config.outputSize} and divide by numHeads ${config.numHeads}.`,
    );
  }
  return config;
}

/** Keys `fc.{0,2}`, `t2i_decoder_prompt`, `llm_to_t2i_mapping.{encoder,decoder}`. (B, V, d) -> (B, L, d̂) */
export function featureMapper(
  scope: ParamScope,
  vokenStates: Value,
  config: FeatureMapperConfig,
  form: AttentionOptions['form'] = 'fused',
): Value {
  const { inputSize, hiddenSize: size, numQueries } = config;
  const fc = scope.child('fc');
  const narrow = activate('gelu', linear(fc.child('0'), vokenStates, { in: inputSize, out: size })); // (B, V, d̂)
  const source = linear(fc.child('2'), narrow, { in: size, out: size }); // (B, V, d̂)
  const transformer = scope.child('llm_to_t2i_mapping');
  const memory = encode(transformer.child('encoder'), source, config, form); // (B, V, d̂)
  const prompt = scope.param('t2i_decoder_prompt', [1, numQueries, size]);
  const batch = ops.Shape(vokenStates, { start: 0, end: 1 });
  const queries = ops.Expand(prompt, ops.Concat([batch, constant([numQueries, size], 'int64')], { axis: 0 })); // (B, L, d̂)
  return decode(transformer.child('decoder'), queries, memory, config, form);
}

function encode(scope: ParamScope, source: Value, config: FeatureMapperConfig, form: AttentionOptions['form']): Value {
  const norm = { size: config.hiddenSize, epsilon: config.layerNormEps };
  const heads = attentionSizes(config, form);
  let hidden = source;
  for (let i = 0; i < config.numEncoderLayers; i++) {
    const layer = scope.child(`layers.${i}`);
    hidden = ops.Add(
      hidden,
      packedAttention(layer.child('self_attn'), layerNorm(layer.child('norm1'), hidden, norm), heads),
    );
    hidden = ops.Add(hidden, feedForward(layer, layerNorm(layer.child('norm2'), hidden, norm), config));
  }
  return layerNorm(scope.child('norm'), hidden, norm);
}

function decode(
  scope: ParamScope,
  queries: Value,
  memory: Value,
  config: FeatureMapperConfig,
  form: AttentionOptions['form'],
): Value {
  const norm = { size: config.hiddenSize, epsilon: config.layerNormEps };
  const heads = attentionSizes(config, form);
  let hidden = queries;
  for (let i = 0; i < config.numDecoderLayers; i++) {
    const layer = scope.child(`layers.${i}`);
    hidden = ops.Add(
      hidden,
      packedAttention(layer.child('self_attn'), layerNorm(layer.child('norm1'), hidden, norm), heads),
    );
    const asking = layerNorm(layer.child('norm2'), hidden, norm);
    hidden = ops.Add(hidden, packedAttention(layer.child('multihead_attn'), asking, heads, memory));
    hidden = ops.Add(hidden, feedForward(layer, layerNorm(layer.child('norm3'), hidden, norm), config));
  }
  return layerNorm(scope.child('norm'), hidden, norm);
}

function feedForward(scope: ParamScope, x: Value, { hiddenSize, feedForwardSize }: FeatureMapperConfig): Value {
  return mlp(scope, x, {
    size: hiddenSize,
    hidden: feedForwardSize,
    activation: 'relu',
    names: ['linear1', 'linear2'],
  });
}

function attentionSizes({ hiddenSize, numHeads }: FeatureMapperConfig, form: AttentionOptions['form'] = 'fused') {
  return { size: hiddenSize, numHeads, form };
}
