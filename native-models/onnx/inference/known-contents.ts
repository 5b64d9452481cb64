/**
 * The elements of index vectors as far as they are known before running: literals, and what Shape says about dims.
 * It follows only the few operators that shape arithmetic uses; anything else is unknown.
 */
import { at } from '../../../common/base/at';
import { numbersFrom } from '../elements';
import type { Dim } from '../types';
import type { Node, NodeOf, Value } from '../value';
import { addDims, divideDims, multiplyDims, subtractDims } from './dims';

/** The elements of an integer scalar or vector, or undefined. A fed input stands for itself by name. */
export function knownContents(value: Value): readonly Dim[] | undefined {
  if (value.shape.length > 1 || (value.dtype !== 'int64' && value.dtype !== 'int32')) return undefined;
  const { producer } = value;
  switch (producer.kind) {
    case 'input':
      return namesOfFed(producer.name, value);
    case 'initializer':
      return 'file' in producer.content ? undefined : [...numbersFrom(producer.content)];
    case 'constant':
      return [...numbersFrom(producer.content)];
    case 'node':
      return contentsOfNode(producer);
  }
}

/** Like `knownContents`, but only when every element is a number. */
export function knownNumbers(value: Value): readonly number[] | undefined {
  const contents = knownContents(value);
  return contents?.every((dim) => typeof dim === 'number') === true ? contents : undefined;
}

function namesOfFed(name: string, value: Value): readonly Dim[] | undefined {
  const [length = 1] = value.shape;
  if (typeof length !== 'number') return undefined;
  return length === 1 ? [name] : Array.from({ length }, (_, index) => `${name}.${String(index)}`);
}

function contentsOfNode(node: Node): readonly Dim[] | undefined {
  const [first, second] = node.inputs;
  if (first === undefined) return undefined;
  switch (node.op) {
    case 'Shape':
      return sliceOfShape(first, node);
    case 'Identity':
    case 'Cast':
    case 'Squeeze':
    case 'Unsqueeze':
    case 'Reshape':
      return knownContents(first);
    case 'Concat':
      return joined(node.inputs);
    case 'Gather':
      return gathered(first, second);
    case 'Slice':
      return sliced(node.inputs);
    case 'Add':
      return pairwise(first, second, addDims);
    case 'Sub':
      return pairwise(first, second, subtractDims);
    case 'Mul':
      return pairwise(first, second, multiplyDims);
    case 'Div':
      return pairwise(first, second, divideDims);
    default:
      return undefined;
  }
}

function sliceOfShape(of: Value, node: NodeOf<'Shape'>): readonly Dim[] {
  return of.shape.slice(node.attributes.start ?? 0, node.attributes.end ?? of.shape.length);
}

function joined(parts: readonly (Value | undefined)[]): readonly Dim[] | undefined {
  const contents = parts.map((part) => (part === undefined ? undefined : knownContents(part)));
  return contents.every((part) => part !== undefined) ? contents.flat() : undefined;
}

function gathered(from: Value, indices: Value | undefined): readonly Dim[] | undefined {
  const contents = knownContents(from);
  const positions = indices === undefined ? undefined : knownNumbers(indices);
  if (contents === undefined || positions === undefined) return undefined;
  return positions.map((position) => at(contents, position < 0 ? position + contents.length : position));
}

function sliced(inputs: readonly (Value | undefined)[]): readonly Dim[] | undefined {
  const [from, starts, ends, , steps] = inputs;
  if (from === undefined || starts === undefined || ends === undefined || steps !== undefined) return undefined;
  const start = knownNumbers(starts)?.[0];
  const end = knownNumbers(ends)?.[0];
  return start === undefined || end === undefined ? undefined : knownContents(from)?.slice(start, end);
}

function pairwise(a: Value, b: Value | undefined, combine: (left: Dim, right: Dim) => Dim): readonly Dim[] | undefined {
  const left = knownContents(a);
  const right = b === undefined ? undefined : knownContents(b);
  if (left === undefined || right === undefined) return undefined;
  const pick = (list: readonly Dim[], index: number): Dim => at(list, list.length === 1 ? 0 : index);
  const length = Math.max(left.length, right.length);
  return Array.from({ length }, (_, index) => combine(pick(left, index), pick(right, index)));
}
