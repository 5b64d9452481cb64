/**
 * All operator constructors by their ONNX names: `import * as ops from '../onnx/operators'`.
 * The face of this folder; no logic.
 */
export * from './convolution';
export * from './elementwise';
export * from './indexing';
export * from './linear-algebra';
export * from './movement';
export * from './reduction';
export type { IndexOperand, Operand } from './operand';
