// Token ids to embeddings: the first step of the language model as a graph of its own, because pictures are spliced in
// between. Input input_ids int64[B][S]; output inputs_embeds float32[B][S][d].
import { embedTokens } from '../architectures/language-model';
import type { LanguageModelConfig } from '../architectures/language-model-config';
import type { ParamScope } from '../nn/param-scope';
import { graphFrom, input, type Graph } from '../onnx';

/** Builds the graph from the language model's own table, `model.embed_tokens.weight`. */
export function tokenEmbeddingGraph(config: LanguageModelConfig, scope: ParamScope): Graph {
  const ids = input('input_ids', 'int64', ['B', 'S']);
  const inputsEmbeds = embedTokens(scope, ids, config);
  return graphFrom({
    name: 'token-embedding',
    inputs: [ids, ...scope.fedInputs()],
    outputs: { inputs_embeds: inputsEmbeds },
  });
}
