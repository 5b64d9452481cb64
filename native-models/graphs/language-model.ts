// The language model as a named graph with a fixed signature, for decoding step by step from a cache.
// Inputs: inputs_embeds float32[B][S][d], position_ids int64[B][S], attention_bias float32[B][1][S][P+S],
// past_key_values.<i>.key and .value float32[B][K][P][D], and the adapters that the scope attaches.
// Outputs: logits, hidden_states, present.<i>.key and .value with the S new positions only. Not the training graph.
import { languageModel } from '../architectures/language-model';
import type { LanguageModelConfig } from '../architectures/language-model-config';
import type { ParamScope } from '../nn/param-scope';
import { graphFrom, input, type Graph, type Value } from '../onnx';

export interface LanguageModelGraphOptions {
  /** Logits of all S positions (default), or of the last one only: float32[B][1][V]. */
  readonly logits?: 'all' | 'last';
}

/** Names of a layer's cache inputs and outputs. */
export const pastName = (layer: number, part: 'key' | 'value'): string => `past_key_values.${String(layer)}.${part}`;
export const presentName = (layer: number, part: 'key' | 'value'): string => `present.${String(layer)}.${part}`;

/** Builds the graph; which parameters are weights, inputs or adapted is the scope's business. */
export function languageModelGraph(
  config: LanguageModelConfig,
  scope: ParamScope,
  options: LanguageModelGraphOptions = {},
): Graph {
  const inputsEmbeds = input('inputs_embeds', 'float32', ['B', 'S', config.hiddenSize]);
  const positionIds = input('position_ids', 'int64', ['B', 'S']);
  const attentionBias = input('attention_bias', 'float32', ['B', 1, 'S', 'P+S']);
  const layers = Array.from({ length: config.numLayers }, (_, layer) => layer);
  const cache = (layer: number, part: 'key' | 'value'): Value =>
    input(pastName(layer, part), 'float32', ['B', config.numKeyValueHeads, 'P', config.headSize]);
  const past = layers.map((layer) => ({ key: cache(layer, 'key'), value: cache(layer, 'value') }));

  const { logits, hiddenStates, present } = languageModel(
    scope,
    { inputsEmbeds, positionIds, attentionBias, past },
    config,
    options,
  );
  const outputs: Record<string, Value> = { logits, hidden_states: hiddenStates };
  present.forEach(({ key, value }, layer) => {
    outputs[presentName(layer, 'key')] = key;
    outputs[presentName(layer, 'value')] = value;
  });
  return graphFrom({
    name: 'language-model',
    inputs: [
      inputsEmbeds,
      positionIds,
      attentionBias,
      ...past.flatMap(({ key, value }) => [key, value]),
      ...scope.fedInputs(),
    ],
    outputs,
  });
}
