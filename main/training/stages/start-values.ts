// The numbers that a run begins with: its own checkpoint, else the end of the run it starts from, else the bundle's trained parts, else
// fresh ones. Parameters that an earlier run has under the same path and size are taken over, averaged where it kept averages.
import type { Rng } from '../../../common/base/rng';
import { StudioError } from '../../../common/base/studio-error';
import { initialParameter } from '../../../native-models/graphs/training/initial-parameter';
import type { FrozenStage } from '../../runtime/frozen-networks';
import type { RunState } from '../run/checkpoint';
import type { StepRunner } from './step-runner';

export interface StartSources {
  readonly frozen: FrozenStage;
  readonly resumed: RunState | undefined;
  readonly started: RunState | undefined;
  /** Fresh parameters begin as the bundle's mapper and voken rows instead. */
  readonly fromBundle: boolean;
  readonly rng: Rng;
  readonly onNote?: (line: string) => void;
}

/** Values of every fed parameter by path; arrays of their own. Throws `shape-mismatch` when the run's checkpoint does not fit. */
export async function startValues(runner: StepRunner, sources: StartSources): Promise<Map<string, Float32Array>> {
  const { frozen, resumed, started, fromBundle, rng, onNote } = sources;
  const values = new Map<string, Float32Array>();
  let taken = 0;
  for (const parameter of runner.parameters) {
    const { path, shape, isTrained } = parameter;
    const size = shape.reduce((product, dim) => product * dim, 1);
    const own = resumed?.parameters.get(path)?.values;
    if (own !== undefined && own.length !== size) {
      throw new StudioError(
        'shape-mismatch',
        `The checkpoint holds ${own.length} elements of ${path}; the stage has ${size}.`,
        { hint: 'Give the options that the run was begun with, or start a new run folder.' },
      );
    }
    if (own !== undefined) {
      values.set(path, Float32Array.from(own));
      continue;
    }
    if (resumed !== undefined && isTrained) {
      throw new StudioError('shape-mismatch', `The checkpoint has no ${path}, which the stage trains.`, {
        hint: 'Give the options that the run was begun with, or start a new run folder.',
      });
    }
    const earlier = (started?.averages.get(path) ?? started?.parameters.get(path))?.values;
    if (earlier?.length === size) {
      values.set(path, Float32Array.from(earlier));
      taken += 1;
      continue;
    }
    values.set(
      path,
      await initialParameter(parameter, {
        languageModel: frozen.languageModel,
        language: frozen.parts.language.config,
        vokens: runner.config.vokens,
        mapper: fromBundle ? frozen.mapper : undefined,
        random: rng,
      }),
    );
  }
  if (started !== undefined && resumed === undefined) {
    onNote?.(`${taken} of ${runner.parameters.length} parameters come from the earlier run.`);
  }
  return values;
}
