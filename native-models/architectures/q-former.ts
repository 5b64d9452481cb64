// The Q-Former (Li et al. 2023, BLIP-2, arXiv 2301.12597), query path only, in the layout of transformers'
// Blip2QFormerModel: learned queries read the picture through cross attention in every few layers. Post-norm, as BERT.
// No text input, no masks: every query sees every token of the picture.
import { StudioError } from '../../common/base/studio-error';
import { activate, type ActivationName } from '../nn/activations';
import { attention, type AttentionOptions } from '../nn/attention';
import { linear } from '../nn/linear';
import { layerNorm } from '../nn/norms';
import type { ParamScope } from '../nn/param-scope';
import { constant, ops, type Value } from '../onnx';
import { ConfigFields } from './config-fields';

export interface QFormerConfig {
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly numLayers: number;
  readonly numHeads: number;
  readonly activation: ActivationName;
  readonly layerNormEps: number;
  /** Cross attention in layers 0, n, 2n, … */
  readonly crossAttentionFrequency: number;
  /** Width of the picture's tokens. */
  readonly encoderSize: number;
}

/** Reads a Blip2QFormerConfig. Throws `bad-request` on a missing or impossible field, `unsupported-op` on text input. */
export function qFormerConfigFrom(json: unknown): QFormerConfig {
  const owner = 'vision/config.json: qformer_config';
  const fields = new ConfigFields(owner, json);
  fields.only('use_qformer_text_input', false);
  const config: QFormerConfig = {
    hiddenSize: fields.size('hidden_size'),
    intermediateSize: fields.size('intermediate_size'),
    numLayers: fields.size('num_hidden_layers'),
    numHeads: fields.size('num_attention_heads'),
    activation: fields.activation('hidden_act', 'gelu'),
    layerNormEps: fields.number('layer_norm_eps', 1e-12),
    crossAttentionFrequency: fields.size('cross_attention_frequency', 2),
    encoderSize: fields.size('encoder_hidden_size'),
  };
  if (config.hiddenSize % config.numHeads === 0) return config;
  throw new StudioError(
    'bad-request',
    `${owner}: hidden_size ${config.hiddenSize} is not divisible by ${config.numHeads} heads.`,
  );
}

/** Keys `layernorm`, `encoder.layer.*`. queryTokens (1, Q, C), image (B, T, encoderSize) -> (B, Q, C) */
export function qFormer(
  scope: ParamScope,
  queryTokens: Value,
  image: Value,
  config: QFormerConfig,
  options: Pick<AttentionOptions, 'form'> = {},
): Value {
  const norm = { size: config.hiddenSize, epsilon: config.layerNormEps };
  // Until the first cross attention nothing depends on the picture: that part stays (1, Q, C) and is folded when loading.
  let queries = layerNorm(scope.child('layernorm'), queryTokens, norm);
  for (let index = 0; index < config.numLayers; index++) {
    const layer = scope.child(`encoder.layer.${String(index)}`);
    queries = attentionBlock(layer.child('attention'), queries, queries, config.hiddenSize, config, options);
    if (index % config.crossAttentionFrequency === 0) {
      if (index === 0) queries = oncePerPicture(queries, image); // (B, Q, C)
      queries = attentionBlock(layer.child('crossattention'), queries, image, config.encoderSize, config, options);
    }
    const { hiddenSize: size, intermediateSize: wide } = config;
    const inner = activate(
      config.activation,
      linear(layer.child('intermediate_query.dense'), queries, { in: size, out: wide }),
    );
    const output = layer.child('output_query');
    const outer = linear(output.child('dense'), inner, { in: wide, out: size });
    queries = layerNorm(output.child('LayerNorm'), ops.Add(outer, queries), norm);
  }
  return queries;
}

/** norm(queries + out(attention(queries, memory))). (B, Q, C), (B, T, memorySize) -> (B, Q, C) */
function attentionBlock(
  scope: ParamScope,
  queries: Value,
  memory: Value,
  memorySize: number,
  config: QFormerConfig,
  options: Pick<AttentionOptions, 'form'>,
): Value {
  const { hiddenSize: size, numHeads, layerNormEps } = config;
  const heads = scope.child('attention');
  const mixed = attention(
    linear(heads.child('query'), queries, { in: size, out: size }),
    linear(heads.child('key'), memory, { in: memorySize, out: size }),
    linear(heads.child('value'), memory, { in: memorySize, out: size }),
    { numHeads, ...options },
  );
  const output = scope.child('output');
  const projected = linear(output.child('dense'), mixed, { in: size, out: size });
  return layerNorm(output.child('LayerNorm'), ops.Add(projected, queries), { size, epsilon: layerNormEps });
}

/** (1, Q, C) -> (B, Q, C) with B of the pictures */
function oncePerPicture(queries: Value, image: Value): Value {
  const batch = ops.Shape(image, { start: 0, end: 1 });
  return ops.Expand(queries, ops.Concat([batch, constant([1, 1], 'int64')], { axis: 0 }));
}
