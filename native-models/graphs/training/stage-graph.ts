// A training step as one graph: a batch and the learning parameters in, losses and gradients out. It holds no state: the
// optimiser is main/training's, on typed arrays. The same losses without gradients are the validation graph.
import { at } from '../../../common/base/at';
import { gradientsOf } from '../../autodiff';
import { graphFrom, type Graph, type Value } from '../../onnx';
import { checkStageConfig, type StageConfig } from './stage-config';
import { stageInputs } from './stage-inputs';
import { stageLosses } from './stage-losses';
import { stageParameters, type StageParameter } from './stage-parameters';
import { stageScope, type StageParts } from './stage-scope';

export interface StageGraph {
  readonly graph: Graph;
  /** Every fed parameter in feed order, trained or not. */
  readonly parameters: readonly StageParameter[];
  /** Those that have an output `grad.<path>`. */
  readonly targets: readonly StageParameter[];
}

export interface StageGraphOptions {
  /** False: losses and the conditioning only. */
  readonly gradients?: boolean;
  /** Recompute the language model's layers in the backward pass instead of keeping their activations. */
  readonly checkpointing?: boolean;
}

/**
 * Builds a stage's graph. Inputs: stage-inputs.ts and one float32 input per parameter. Outputs: `loss` (weighted sum),
 * `loss.text`, `loss.ldm`, `loss.caption`, `loss.reader` where they count, and `grad.<path>`, or `conditioning` (N, L, d̂).
 * Throws `bad-request` on a stage that cannot be built.
 */
export function stageGraph(parts: StageParts, config: StageConfig, options: StageGraphOptions = {}): StageGraph {
  const { gradients = true, checkpointing = false } = options;
  const { config: language } = parts.language;
  checkStageConfig(config, language.vocabSize);
  const scope = stageScope(parts, config);
  const inputs = stageInputs(config, { language, mapper: parts.mapper, unet: parts.unet?.config });
  const losses = stageLosses(scope, inputs, parts, config);
  const targets = scope.targets();
  const outputs: Record<string, Value> = { loss: losses.loss, ...losses.parts };
  if (gradients) {
    const { loss, checkpoints } = losses;
    const made = gradientsOf(loss, [...targets.values()], checkpointing ? { checkpoints, recomputesCheap: true } : {});
    for (const [i, path] of [...targets.keys()].entries()) outputs[`grad.${path}`] = at(made, i);
  } else {
    outputs['conditioning'] = losses.conditioning;
  }
  const fed = scope.fedInputs();
  const graph = graphFrom({
    name: gradients ? 'training-step' : 'training-losses',
    inputs: [...inputs.all, ...fed],
    outputs,
  });
  const parameters = stageParameters(fed, targets);
  return { graph, parameters, targets: parameters.filter(({ isTrained }) => isTrained) };
}
