// A trained prefix as the first content of the key-value cache: PEFT's table cut into keys and values per layer, named as the
// network's own outputs. Positions 0…P-1 are the prefix's; a story begins at P. Which positions follow is context-cache.ts.
import { join } from 'node:path';
import { StudioError } from '../../common/base/studio-error';
import { presentName } from '../../native-models/graphs/language-model';
import type { TensorData } from '../../native-models/onnx/types';
import type { FloatTensor } from '../../native-models/weights/safetensors-writer';
import type { Bundle } from '../runtime/bundle';
import { prefixWidth, readPrefixTable } from '../runtime/language-prefix';
import { floatTensor } from '../runtime/tensor';
import type { CacheShape } from './key-value-cache';

export interface Prefix {
  /** Virtual positions. */
  readonly length: number;
  /** For `KeyValueCache.append`. */
  readonly present: Readonly<Record<string, TensorData>>;
}

/** The prefix that the bundle's language model was trained with; undefined where it has none. Throws `shape-mismatch`. */
export async function readPrefix({ dir, manifest }: Bundle, shape: CacheShape): Promise<Prefix | undefined> {
  const path = manifest.parts.languageModel.prefix;
  return path === undefined ? undefined : prefixFrom(await readPrefixTable(join(dir, path)), shape);
}

/** From (P, layers * 2 * K * D), keys before values, to `present.<i>.key|value` float32[1][K][P][D]. Throws `shape-mismatch`. */
export function prefixFrom(table: FloatTensor, shape: CacheShape): Prefix {
  const { numLayers, numKeyValueHeads: numHeads, headDim } = shape;
  const width = prefixWidth({ numLayers, numKeyValueHeads: numHeads, headSize: headDim });
  const [length = 0, found] = table.shape;
  if (table.shape.length !== 2 || found !== width) {
    throw new StudioError(
      'shape-mismatch',
      `The bundle does not fit together: prefix: expected positions of ${width} numbers, found ${table.shape.join(' x ')}.`,
      { hint: 'Install the bundle again.' },
    );
  }
  const present: Record<string, TensorData> = {};
  for (let layer = 0; layer < numLayers; layer++) {
    for (const [index, part] of (['key', 'value'] as const).entries()) {
      const numbers = new Float32Array(numHeads * length * headDim); // (1, K, P, D)
      for (let head = 0; head < numHeads; head++) {
        for (let position = 0; position < length; position++) {
          const from = position * width + ((layer * 2 + index) * numHeads + head) * headDim;
          numbers.set(table.data.subarray(from, from + headDim), (head * length + position) * headDim);
        }
      }
      present[presentName(layer, part)] = floatTensor(numbers, [1, numHeads, length, headDim]);
    }
  }
  return { length, present };
}
