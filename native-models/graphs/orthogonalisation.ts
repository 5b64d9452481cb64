// The orthogonalisation of an optimiser's momentum as a graph, for those who run graphs and know no differentiation.
export { orthogonalisationGraph } from '../autodiff/optimisers/orthogonalisation';
