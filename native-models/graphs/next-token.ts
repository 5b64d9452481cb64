// The language model as one function from a whole text to the scores of the token after it, with no cache and nothing adapted: for asking
// what it expects somewhere. Inputs: input_ids int64[1][S], position_ids int64[1][S], attention_bias float32[1][1][S][S].
// Output: logits float32[1][1][V]. Not for writing, which goes token by token (language-model.ts).
import { embedTokens, languageModel } from '../architectures/language-model';
import type { LanguageModelConfig } from '../architectures/language-model-config';
import type { ParamScope } from '../nn/param-scope';
import { graphFrom, input, type Graph } from '../onnx';

export function nextTokenGraph(config: LanguageModelConfig, scope: ParamScope): Graph {
  const ids = input('input_ids', 'int64', [1, 'S']);
  const positionIds = input('position_ids', 'int64', [1, 'S']);
  const attentionBias = input('attention_bias', 'float32', [1, 1, 'S', 'S']);
  const inputsEmbeds = embedTokens(scope, ids, config);
  const { logits } = languageModel(scope, { inputsEmbeds, positionIds, attentionBias }, config, { logits: 'last' });
  return graphFrom({ name: 'next-token', inputs: [ids, positionIds, attentionBias], outputs: { logits } });
}
