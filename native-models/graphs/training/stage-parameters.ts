// What a stage feeds and trains, as a list that an optimiser can work through: path, shape, whether it learns, whether it
// decays. Not the numbers themselves.
import { StudioError } from '../../../common/base/studio-error';
import { elementCount, type Value } from '../../onnx';

export interface StageParameter {
  /** The name of the input; `grad.<path>` is the gradient's. */
  readonly path: string;
  readonly shape: readonly number[];
  readonly isTrained: boolean;
  /** Whether weight decay applies: to matrices, not to biases, norms, rows of vokens, queries or prefixes. */
  readonly decays: boolean;
}

/** Tables whose rows are looked up or learned one by one: decay would pull rarely used rows to zero. */
const rowTables = /^(vokens\.|prefix\.|mapper\.t2i_decoder_prompt$)/;

/** The fed inputs of a scope as parameters. Throws `internal` on an open size. */
export function stageParameters(fed: readonly Value[], targets: ReadonlyMap<string, Value>): StageParameter[] {
  return fed.map(({ label: path, shape }) => {
    const sizes = shape.map((dim) => {
      if (typeof dim === 'number') return dim;
      throw new StudioError('internal', `Training stage: the parameter ${path} has the open size ${dim}.`);
    });
    const isMatrix = sizes.length >= 2 && !rowTables.test(path);
    return { path, shape: sizes, isTrained: targets.has(path), decays: isMatrix };
  });
}

/** Numbers in all parameters of a list. */
export function parameterCount(parameters: readonly StageParameter[]): number {
  return parameters.reduce((sum, { shape }) => sum + elementCount(shape), 0);
}
