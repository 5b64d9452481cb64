// The numbers that a stage starts from: trained parts of a bundle where it goes on from one, otherwise the distributions
// of the published code (PyTorch's and PEFT's own). Seeded per path, so that a parameter's start does not depend on which
// others there are. Biases of fresh layers start at 0. Sources: Glorot and Bengio 2010; LoRA, arXiv 2106.09685.
import { at } from '../../../common/base/at';
import type { Rng } from '../../../common/base/rng';
import { StudioError } from '../../../common/base/studio-error';
import type { LanguageModelConfig } from '../../architectures/language-model-config';
import { elementCount } from '../../onnx';
import type { VokenSpan } from './stage-config';
import type { StageParameter } from './stage-parameters';

/** Reads a tensor of a checkpoint as float32; a `Checkpoint` of weights/ is one. */
export interface TensorReader {
  readFloat32(key: string): Promise<Float32Array>;
}

export interface InitialSources {
  readonly languageModel: TensorReader;
  readonly language: LanguageModelConfig;
  readonly vokens: VokenSpan;
  /** Go on from a bundle: its mapper, and the voken rows of its language model's tables. */
  readonly mapper?: TensorReader | undefined;
  readonly random: Rng;
}

/** Spread of the input rows of vokens around the mean of all others, so that they are not one and the same. */
const freshRowSpread = 0.02;

/** The start of one parameter, in its shape. Throws as reading does, and `internal` on a path without a rule. */
export async function initialParameter(
  { path, shape }: StageParameter,
  sources: InitialSources,
): Promise<Float32Array> {
  const random = sources.random.fork(path);
  const size = elementCount(shape);
  const filled = (next: () => number): Float32Array => Float32Array.from({ length: size }, next);
  const uniform = (bound: number): Float32Array => filled(() => random.uniform(-bound, bound));
  const fanIn = shape.at(-1) ?? 1;

  if (path === 'vokens.rows_in' || path === 'vokens.rows_out') return voken(path, sources, random);
  if (path.startsWith('model.') && !path.includes('.lora_')) return sources.languageModel.readFloat32(path);
  if (path.endsWith('.lora_A.weight')) return uniform(1 / Math.sqrt(size / at(shape, 0))); // a convolution's window counts too
  if (path.endsWith('.lora_B.weight')) return new Float32Array(size);
  if (path.startsWith('mapper.') && sources.mapper !== undefined) {
    return sources.mapper.readFloat32(path.slice('mapper.'.length));
  }
  if (path.startsWith('prefix.') || path.endsWith('t2i_decoder_prompt')) return filled(() => random.gaussian());
  if (/norm\d?\.weight$/.test(path)) return filled(() => 1);
  if (path.endsWith('bias')) return new Float32Array(size);
  if (path.startsWith('mapper.llm_to_t2i_mapping.')) return uniform(Math.sqrt(6 / (fanIn + at(shape, 0))));
  if (path.startsWith('mapper.') || path.startsWith('reader.')) return uniform(1 / Math.sqrt(fanIn));
  throw new StudioError('internal', `Training stage: no start is known for the parameter ${path}.`);
}

/**
 * Rows of a table for the vokens. Fresh ones are the mean of the other rows, input rows with a little noise; the output row
 * of [IMG0] stays what the language model learned as the end of a panel.
 */
async function voken(path: string, sources: InitialSources, random: Rng): Promise<Float32Array> {
  const { language, vokens, mapper } = sources;
  const isInput = path === 'vokens.rows_in';
  const key = isInput || language.tiesEmbeddings ? 'model.embed_tokens.weight' : 'lm_head.weight';
  const table = await sources.languageModel.readFloat32(key);
  const width = language.hiddenSize;
  const mean = meanOfOtherRows(table, width, vokens);
  return Float32Array.from({ length: vokens.count * width }, (_, i) => {
    const own = table[vokens.firstId * width + i];
    const isKept = mapper !== undefined || (!isInput && i < width);
    const fresh = at(mean, i % width) + (isInput ? freshRowSpread * random.gaussian() : 0);
    return isKept ? (own ?? fresh) : fresh;
  });
}

function meanOfOtherRows(table: Float32Array, width: number, { firstId, count }: VokenSpan): Float64Array {
  const mean = new Float64Array(width);
  const rows = table.length / width;
  const isOther = (row: number): boolean => row < firstId || row >= firstId + count;
  const others = rows - Math.min(count, rows - firstId);
  for (let row = 0; row < rows; row++) {
    if (!isOther(row)) continue;
    for (let column = 0; column < width; column++) {
      mean[column] = at(mean, column) + at(table, row * width + column) / others;
    }
  }
  return mean;
}
