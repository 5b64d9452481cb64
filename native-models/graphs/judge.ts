// The judge as a graph: logits per head under the head's name, and the features that the heads read.
import { judge, type JudgeConfig } from '../architectures/judge';
import type { ParamScope } from '../nn/param-scope';
import { graphFrom, input, labelled, type Graph } from '../onnx';

/** image float32[B][3][sizePx][sizePx] in [-1, 1] -> who, present, place, time, style, props float32[B][classes]; features float32[B][C] */
export function judgeGraph(config: JudgeConfig, scope: ParamScope): Graph {
  const image = input('image', 'float32', ['B', 3, config.sizePx, config.sizePx]);
  const { logits, features } = judge(scope, image, config);
  return graphFrom({
    name: 'judge',
    inputs: [image, ...scope.fedInputs()],
    outputs: { ...logits, features: labelled('features', features) },
  });
}
