/**
 * Where the sizes behind named dims can be read when the graph runs: from the graph's inputs rather than from the
 * activation that has them, because Shape(activation) in the backward half would keep that activation alive.
 * Names are trusted, as inference trusts them: one name is one size.
 */
import { at } from '../../common/base/at';
import { StudioError } from '../../common/base/studio-error';
import { constant, ops, type Dim, type Shape, type Value } from '../onnx';
import { divideExactly, productOf } from '../onnx/inference/dims';

export class DimSources {
  readonly #inputs: readonly Value[];
  readonly #known = new Map<string, Value>();

  /** @param inputs the inputs of the graph that is differentiated */
  constructor(inputs: readonly Value[]) {
    this.#inputs = inputs;
  }

  /** The shape of x as an int64 vector: a literal where every dim is a number. */
  shapeOf(x: Value): Value {
    return this.vector(x.shape, x);
  }

  /** Dims as an int64 vector; names that no input has are read from `from`, which must have them then. */
  vector(shape: Shape, from: Value): Value {
    const parts: Value[] = [];
    let numbers: number[] = [];
    const flush = (): void => {
      if (numbers.length > 0) parts.push(constant(numbers, 'int64'));
      numbers = [];
    };
    for (const dim of shape) {
      if (typeof dim === 'number') {
        numbers.push(dim);
        continue;
      }
      flush();
      parts.push(this.size(dim, from));
    }
    flush();
    if (parts.length === 0) return constant([], 'int64');
    return parts.length === 1 ? at(parts, 0) : ops.Concat(parts, { axis: 0 });
  }

  /** One dim as an int64 vector of one element. */
  size(dim: Dim, from: Value): Value {
    if (typeof dim === 'number') return constant([dim], 'int64');
    const known = this.#known.get(dim);
    if (known !== undefined) return known;
    const found = this.#read(dim, from);
    this.#known.set(dim, found);
    return found;
  }

  /** How many elements the dims hold together, as a float32 scalar. */
  count(dims: Shape, from: Value): Value {
    const total = productOf(dims);
    if (typeof total === 'number') return constant(total);
    const sizes = dims.map((dim) => this.size(dim, from));
    const product = sizes.reduce((left, right) => ops.Mul(left, right));
    return ops.Cast(ops.Squeeze(product, [0]), 'float32');
  }

  /** x in the shape of `like`, which has equally many elements. */
  reshaped(x: Value, like: Value): Value {
    const { shape } = like;
    if (x.shape.length === shape.length && x.shape.every((dim, axis) => dim === shape[axis])) return x;
    const named = shape.filter((dim) => typeof dim === 'string');
    const rest = productOf(shape.filter((dim) => typeof dim === 'number'));
    // -1 reads no size at all; it is exact where inference can follow the division.
    if (named.length === 1 && rest !== 0 && divideExactly(productOf(x.shape), rest) === named[0]) {
      const target = shape.map((dim) => (typeof dim === 'number' ? dim : -1));
      return ops.Reshape(x, constant(target, 'int64'));
    }
    return ops.Reshape(x, this.shapeOf(like));
  }

  #read(dim: string, from: Value): Value {
    for (const source of this.#inputs) {
      const axis = source.shape.indexOf(dim);
      if (axis >= 0) return ops.Shape(source, { start: axis, end: axis + 1 });
    }
    if (/[+\-*]/.test(dim) && !dim.includes('(')) return this.#sum(dim, from);
    const axis = from.shape.indexOf(dim);
    if (axis < 0) {
      throw new StudioError('internal', `No input and not ${from.toString()} has the dim ${dim}.`, {
        hint: 'Give the dim to an input of the graph.',
      });
    }
    return ops.Shape(from, { start: axis, end: axis + 1 });
  }

  /** A sum of products of names and numbers, as inference writes them: `P+T`, `2*H-1`, `B*S`. */
  #sum(dim: string, from: Value): Value {
    const terms = (dim.match(/[+-]?[^+-]+/g) ?? []).map((term) => {
      const factors = term.replace(/^[+-]/, '').split('*');
      const sizes = factors.map((factor) => this.size(/^\d+$/.test(factor) ? Number(factor) : factor, from));
      return { size: sizes.reduce((left, right) => ops.Mul(left, right)), isNegative: term.startsWith('-') };
    });
    const [first, ...rest] = terms;
    if (first === undefined) throw new StudioError('internal', `The dim "${dim}" has no terms.`);
    const start = first.isNegative ? ops.Neg(first.size) : first.size;
    return rest.reduce((sum, { size, isNegative }) => (isNegative ? ops.Sub(sum, size) : ops.Add(sum, size)), start);
  }
}
