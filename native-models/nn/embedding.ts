// A table of vectors looked up by integer ids. Not a one-hot product, and no padding index: rows are plain weights.
import { ops, type Value } from '../onnx';
import type { ParamScope } from './param-scope';

/** Rows of the table `weight` (count, width). ids int64 (…) -> (…, width) */
export function embedding(
  scope: ParamScope,
  ids: Value,
  sizes: { readonly count: number; readonly width: number },
): Value {
  return ops.Gather(scope.param('weight', [sizes.count, sizes.width]), ids, { axis: 0 });
}
