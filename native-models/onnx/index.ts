/**
 * The face of the graph builder for networks: values, types, graphs and `ops`.
 * Serialisation and reference evaluation have faces of their own (serialize/, reference/), because networks use neither.
 */
export * as ops from './operators';
export { constant, graphFrom, initializer, input, isExternal, type Graph } from './graph';
export { assumeShape, isSameValue, labelled, type Node, type NodeOf, type Value } from './value';
export { graphText } from './graph-text';
export { numbersFrom, tensorDataFrom } from './elements';
export {
  byteLengthFrom,
  elementCount,
  shapeText,
  typeText,
  type Dim,
  type DType,
  type ElementArray,
  type ExternalTensor,
  type Shape,
  type TensorData,
  type TensorType,
} from './types';
