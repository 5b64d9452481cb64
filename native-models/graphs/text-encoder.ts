// The text encoder as a graph of its own: the plain diffusion baseline and the caption targets of training.
import { textEncoder, type TextEncoderConfig } from '../architectures/text-encoder';
import type { ParamScope } from '../nn/param-scope';
import { graphFrom, input, labelled, type Graph } from '../onnx';

/** input_ids int64[B][L] -> last_hidden_state float32[B][L][d̂]; L is the number of positions: pad to it. */
export function textEncoderGraph(config: TextEncoderConfig, scope: ParamScope): Graph {
  const ids = input('input_ids', 'int64', ['B', config.maxPositions]);
  const states = labelled('last_hidden_state', textEncoder(scope, ids, config));
  return graphFrom({
    name: 'text-encoder',
    inputs: [ids, ...scope.fedInputs()],
    outputs: { last_hidden_state: states },
  });
}
