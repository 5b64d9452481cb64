/**
 * The face of automatic differentiation: gradients of a scalar loss as nodes of the same graph.
 * What each operator's gradient is lies in rules/; which of them are missing, and why, in rules/gradient-stops.ts.
 */
export { gradientsOf, type GradientOptions } from './gradient';
