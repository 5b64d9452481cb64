// The feature mapper as a graph of its own. Run it once on zeros to get the bundle's negative conditioning.
import { featureMapper, type FeatureMapperConfig } from '../architectures/feature-mapper';
import type { ParamScope } from '../nn/param-scope';
import { graphFrom, input, labelled, type Graph } from '../onnx';

/** voken_states float32[B][V][d] -> conditioning float32[B][L][d̂] */
export function featureMapperGraph(config: FeatureMapperConfig, scope: ParamScope): Graph {
  const vokenStates = input('voken_states', 'float32', ['B', config.numVokens, config.inputSize]);
  const conditioning = labelled('conditioning', featureMapper(scope, vokenStates, config));
  return graphFrom({ name: 'feature-mapper', inputs: [vokenStates, ...scope.fedInputs()], outputs: { conditioning } });
}
