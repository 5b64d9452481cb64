// What a finished stage hands to the exports: its configuration and the numbers of everything that was fed.
// Not the optimiser's state, and not a checkpoint of a run.
import { StudioError } from '../../../../common/base/studio-error';
import type { FloatTensor } from '../../../weights/safetensors-writer';
import type { StageConfig } from '../stage-config';
import type { StageParameter } from '../stage-parameters';

/** The one tensor of a prefix in PEFT's files, (P, layers * 2 * K * D). */
export const prefixTensor = 'prompt_embeddings';

export interface TrainedStage {
  readonly config: StageConfig;
  /** Every fed parameter, as StageGraph lists them. */
  readonly parameters: readonly StageParameter[];
  /** Their numbers by path. */
  readonly values: ReadonlyMap<string, Float32Array>;
}

/** The numbers of a path. Throws `internal` where the stage has none. */
export function valueOf(stage: TrainedStage, path: string): Float32Array {
  const value = stage.values.get(path);
  if (value !== undefined) return value;
  throw new StudioError('internal', `Export: the stage has no numbers for ${path}.`);
}

/** Parameters as tensors of a file, under the keys that `keyOf` gives; undefined leaves one out. */
export function tensorsOf(
  stage: TrainedStage,
  keyOf: (path: string) => string | undefined,
): Record<string, FloatTensor> {
  const tensors: Record<string, FloatTensor> = {};
  for (const { path, shape } of stage.parameters) {
    const key = keyOf(path);
    if (key !== undefined) tensors[key] = { shape, data: valueOf(stage, path) };
  }
  return tensors;
}
