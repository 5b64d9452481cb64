/**
 * Reference rules of matrix products and fused attention, as sums over indices.
 */
import { at } from '../../../common/base/at';
import { elementCount } from '../types';
import type { OperatorName } from '../operator-table';
import type { ReferenceRules } from './rule';
import { broadcastSizes } from './sizes';
import { elementAt, broadcastPosition, forEachIndex, read, readBroadcast, tensorOf, type Tensor64 } from './tensor64';

export const linearAlgebraRules = {
  MatMul: (call) => [productOf(call.operand(0), call.operand(1))],

  FusedMatMul: (call) => {
    const { alpha, transA, transB } = call.attributes;
    const [a, b] = [call.operand(0), call.operand(1)];
    const product = productOf(transA === 1 ? swapped(a) : a, transB === 1 ? swapped(b) : b);
    return [{ ...product, data: product.data.map((value) => (alpha ?? 1) * value) }];
  },

  Gemm: (call) => {
    const { alpha, beta, transA, transB } = call.attributes;
    const [a, b, c] = [call.operand(0), call.operand(1), call.inputs[2]];
    const product = productOf(transA === 1 ? swapped(a) : a, transB === 1 ? swapped(b) : b);
    return [
      tensorOf(product.dtype, product.shape, (index) => {
        const added = c === undefined ? 0 : (beta ?? 1) * readBroadcast(c, index);
        return (alpha ?? 1) * read(product, index) + added;
      }),
    ];
  },

  Einsum: (call) => {
    const [left = '', output = ''] = (call.attributes.equation ?? '').replaceAll(' ', '').split('->');
    const terms = left.split(',');
    const operands = terms.map((_, index) => call.operand(index));
    const letters = [...new Set([...output, ...terms.join('')])];
    const sizes = letters.map((letter) =>
      Math.max(
        ...terms.flatMap((term, index) =>
          term.includes(letter) ? [at(at(operands, index).shape, term.indexOf(letter))] : [],
        ),
      ),
    );
    const axesOf = terms.map((term) => [...term].map((letter) => letters.indexOf(letter)));
    const shape = sizes.slice(0, output.length);
    const data = new Float64Array(shape.reduce((product, size) => product * size, 1));
    const summed = sizes.slice(output.length);
    forEachIndex(shape, (outer, position) => {
      forEachIndex(summed, (inner) => {
        const index = [...outer, ...inner];
        const factors = operands.map((operand, term) =>
          readBroadcast(
            operand,
            at(axesOf, term).map((axis) => at(index, axis)),
          ),
        );
        data[position] = elementAt(data, position) + factors.reduce((product, factor) => product * factor, 1);
      });
    });
    return [{ dtype: call.operand(0).dtype, shape, data }];
  },

  MultiHeadAttention: (call) => {
    const [query, key, value, bias] = [call.operand(0), call.operand(1), call.operand(2), call.inputs[5]];
    const heads = call.attributes.num_heads ?? 1;
    const [batch, queries, width] = [at(query.shape, 0), at(query.shape, 1), at(query.shape, 2)];
    const [keys, valueWidth] = [at(key.shape, 1), at(value.shape, 2)];
    const [size, valueSize] = [width / heads, valueWidth / heads];
    const scale = call.attributes.scale ?? 1 / Math.sqrt(size);
    const scores = tensorOf('float32', [batch, heads, queries, keys], (index) => {
      const [b, h, q, k] = [at(index, 0), at(index, 1), at(index, 2), at(index, 3)];
      if (call.attributes.unidirectional === 1 && k > q + keys - queries) return -Infinity;
      let sum = 0;
      for (let d = 0; d < size; d += 1) sum += read(query, [b, q, h * size + d]) * read(key, [b, k, h * size + d]);
      return scale * sum + (bias === undefined ? 0 : readBroadcast(bias, index));
    });
    return [
      tensorOf(query.dtype, [batch, queries, valueWidth], (index) => {
        const [b, q, column] = [at(index, 0), at(index, 1), at(index, 2)];
        const h = Math.floor(column / valueSize);
        const row = Array.from({ length: keys }, (_, k) => read(scores, [b, h, q, k]));
        const top = Math.max(...row);
        const weights = row.map((score) => Math.exp(score - top));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        return weights.reduce((sum, weight, k) => sum + (weight / total) * read(value, [b, k, column]), 0);
      }),
    ];
  },
} satisfies Partial<ReferenceRules<OperatorName>>;

function productOf(a: Tensor64, b: Tensor64): Tensor64 {
  const rows = a.shape.length === 1 ? { ...a, shape: [1, ...a.shape] } : a;
  const columns = b.shape.length === 1 ? { ...b, shape: [...b.shape, 1] } : b;
  const [m, k] = [at(rows.shape, rows.shape.length - 2), at(rows.shape, rows.shape.length - 1)];
  const n = at(columns.shape, columns.shape.length - 1);
  const batch = broadcastSizes(rows.shape.slice(0, -2), columns.shape.slice(0, -2));
  const data = new Float64Array(elementCount(batch) * m * n);
  forEachIndex(batch, (leading, matrix) => {
    const left = broadcastPosition(rows.shape.slice(0, -2), leading) * m * k;
    const right = broadcastPosition(columns.shape.slice(0, -2), leading) * k * n;
    for (let row = 0; row < m; row += 1) {
      for (let column = 0; column < n; column += 1) {
        let sum = 0;
        for (let inner = 0; inner < k; inner += 1) {
          sum += elementAt(rows.data, left + row * k + inner) * elementAt(columns.data, right + inner * n + column);
        }
        data[(matrix * m + row) * n + column] = sum;
      }
    }
  });
  return {
    dtype: a.dtype,
    shape: [...batch, ...(a.shape.length === 1 ? [] : [m]), ...(b.shape.length === 1 ? [] : [n])],
    data,
  };
}

/** The last two axes exchanged. */
function swapped(x: Tensor64): Tensor64 {
  const rank = x.shape.length;
  const swap = (list: readonly number[]): number[] => [...list.slice(0, -2), at(list, rank - 1), at(list, rank - 2)];
  return tensorOf(x.dtype, swap(x.shape), (index) => read(x, swap(index)));
}
