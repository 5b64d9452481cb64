// CLIP's text encoder (Radford et al. 2021) as transformers' CLIPTextModel: token and position tables, causal pre-norm
// blocks, a final norm. No pooled output, no projection. Only training and baselines use it: the mapper replaces it.
import { StudioError } from '../../common/base/studio-error';
import type { ActivationName } from '../nn/activations';
import { attention, type AttentionOptions } from '../nn/attention';
import { linear } from '../nn/linear';
import { mlp } from '../nn/mlp';
import { layerNorm } from '../nn/norms';
import { embedding } from '../nn/embedding';
import type { ParamScope } from '../nn/param-scope';
import { constant, ops, type Value } from '../onnx';
import { ConfigFields } from './config-fields';

export interface TextEncoderConfig {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly numLayers: number;
  readonly numHeads: number;
  /** Length of the position table: texts are padded to it. */
  readonly maxPositions: number;
  readonly activation: ActivationName;
  readonly layerNormEps: number;
}

/** Large enough to silence a position in float32, small enough to stay finite in sums. */
const masked = -1e9;

/** Reads a CLIPTextConfig, alone or as `text_config` of a CLIPConfig. Throws `bad-request` on a wrong field. */
export function textEncoderConfigFrom(json: unknown): TextEncoderConfig {
  const inner = typeof json === 'object' && json !== null && 'text_config' in json ? json.text_config : json;
  const fields = new ConfigFields('text-encoder/config.json', inner);
  const config: TextEncoderConfig = {
    vocabSize: fields.size('vocab_size', 49408),
    hiddenSize: fields.size('hidden_size', 512),
    intermediateSize: fields.size('intermediate_size', 2048),
    numLayers: fields.size('num_hidden_layers', 12),
    numHeads: fields.size('num_attention_heads', 8),
    maxPositions: fields.size('max_position_embeddings', 77),
    activation: fields.activation('hidden_act', 'quick_gelu'),
    layerNormEps: fields.number('layer_norm_eps', 1e-5),
  };
  if (config.hiddenSize % config.numHeads === 0) return config;
  throw new StudioError(
    'bad-request',
    `text-encoder/config.json: hidden_size ${config.hiddenSize} does not divide by num_attention_heads ${config.numHeads}.`,
  );
}

/**
 * Keys `text_model.*`, or the same without that prefix, as newer versions of transformers save them.
 * ids int64 (B, L) with L known and at most maxPositions -> (B, L, d̂)
 */
export function textEncoder(
  scope: ParamScope,
  ids: Value,
  config: TextEncoderConfig,
  form: AttentionOptions['form'] = 'fused',
): Value {
  const length = ids.shape[1];
  if (typeof length !== 'number' || length > config.maxPositions) {
    throw new StudioError(
      'shape-mismatch',
      `text encoder: ${ids.toString()} must have at most ${config.maxPositions} ids.`,
      {
        hint: 'Pad or cut the text to the number of positions.',
      },
    );
  }
  const isPrefixed = scope.has('text_model.embeddings.token_embedding.weight');
  const root = isPrefixed ? scope.child('text_model') : scope;
  const { hiddenSize: size, numHeads } = config;
  const norm = { size, epsilon: config.layerNormEps };

  const tables = root.child('embeddings');
  const tokens = embedding(tables.child('token_embedding'), ids, { count: config.vocabSize, width: size }); // (B, L, d̂)
  const allPositions = tables.child('position_embedding').param('weight', [config.maxPositions, size]);
  const positions = length === config.maxPositions ? allPositions : ops.Slice(allPositions, [0], [length], [0]);
  let hidden = ops.Add(tokens, positions); // (B, L, d̂)

  const bias = causalBias(length);
  const projection = { in: size, out: size };
  for (let i = 0; i < config.numLayers; i++) {
    const layer = root.child(`encoder.layers.${i}`);
    const self = layer.child('self_attn');
    const x = layerNorm(layer.child('layer_norm1'), hidden, norm);
    const [query, key, value] = ['q_proj', 'k_proj', 'v_proj'].map((name) =>
      linear(self.child(name), x, projection),
    ) as [Value, Value, Value];
    const mixed = attention(query, key, value, { numHeads, bias, form }); // (B, L, d̂)
    hidden = ops.Add(hidden, linear(self.child('out_proj'), mixed, projection));
    const wide = { size, hidden: config.intermediateSize, activation: config.activation };
    hidden = ops.Add(hidden, mlp(layer.child('mlp'), layerNorm(layer.child('layer_norm2'), hidden, norm), wide));
  }
  return layerNorm(root.child('final_layer_norm'), hidden, norm);
}

/** Position i sees positions up to i. (1, 1, L, L) */
function causalBias(length: number): Value {
  const bias = Float32Array.from({ length: length * length }, (_, i) =>
    i % length > Math.floor(i / length) ? masked : 0,
  );
  return constant(bias, 'float32', [1, 1, length, length]);
}
