// Throw-away heads that read the scene graph from the voken states and from the conditioning, so that a short training
// learns to tell characters apart: L_cap alone is content with a blend of all of them. Not published, off by default,
// and never part of a bundle.
import { at } from '../../../common/base/at';
import { linear } from '../../nn/linear';
import { layerNorm } from '../../nn/norms';
import type { ParamScope } from '../../nn/param-scope';
import { ops, type Value } from '../../onnx';
import { binaryCrossEntropy, crossEntropy, weightedMean } from './losses';
import type { ReaderSizes } from './stage-config';
import type { ReaderInputs } from './stage-inputs';

/** Weight of the multi-hot questions against each single choice: there are many of them in one mean. */
const severalWeight = 2;

/** Keys `states.{norm,linear}` and `conditions.{norm,linear}`. states (N, n, d), conditions (N, L, d̂) -> () */
export function readerLoss(
  scope: ParamScope,
  read: { readonly states: Value; readonly conditions: Value },
  wanted: ReaderInputs,
  sizes: ReaderSizes,
): Value {
  const fromStates = headLoss(scope.child('states'), read.states, wanted, sizes);
  return ops.Add(fromStates, headLoss(scope.child('conditions'), read.conditions, wanted, sizes));
}

function headLoss(scope: ParamScope, from: Value, wanted: ReaderInputs, sizes: ReaderSizes): Value {
  const [, rows, columns] = from.shape;
  const width = Number(rows) * Number(columns);
  const flat = ops.Reshape(from, [-1, width]); // (N, rows * columns)
  const normal = layerNorm(scope.child('norm'), flat, { size: width, epsilon: 1e-5 });
  const widths = [...sizes.single, sizes.several];
  const out = widths.reduce((sum, size) => sum + size, 0);
  const logits = ops.Split(linear(scope.child('linear'), normal, { in: width, out }), widths, { axis: -1 });
  const single = sizes.single.map((_, head) => {
    const labels = ops.Gather(wanted.single, head, { axis: 1 }); // (N)
    return weightedMean(crossEntropy(at(logits, head), labels), wanted.weights);
  });
  const several = weightedMean(binaryCrossEntropy(at(logits, sizes.single.length), wanted.several), wanted.weights);
  return single.reduce((sum, loss) => ops.Add(sum, loss), ops.Mul(several, severalWeight));
}
