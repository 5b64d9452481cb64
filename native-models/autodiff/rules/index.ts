/**
 * The complete table of gradient rules: every operator is here or in gradientStops, and one that is in neither does not
 * compile. The face of this folder; no logic.
 */
import type { OperatorName } from '../../onnx/operator-table';
import type { VjpRules } from '../vjp-call';
import { activationRules } from './activations';
import { convolutionRules } from './convolution';
import { cuttingRules } from './cutting';
import { elementwiseRules } from './elementwise';
import type { gradientStops } from './gradient-stops';
import { indexingRules } from './indexing';
import { linearAlgebraRules } from './linear-algebra';
import { movementRules } from './movement';
import { normalisationRules } from './normalisation';
import { reductionRules } from './reduction';

export { gradientStopOf, gradientStops } from './gradient-stops';

/** Operators through which gradients flow. */
export type DifferentiableName = Exclude<OperatorName, keyof typeof gradientStops>;

export const vjpRules: VjpRules<DifferentiableName> = {
  ...elementwiseRules,
  ...activationRules,
  ...linearAlgebraRules,
  ...movementRules,
  ...cuttingRules,
  ...indexingRules,
  ...reductionRules,
  ...normalisationRules,
  ...convolutionRules,
};
