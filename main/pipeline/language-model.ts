// One forward pass of the language model over new positions, given the past: embeddings in, scores of the last position and all
// final-norm states out. It decides nothing about what is read or chosen (context-cache.ts, write.ts).
import { StudioError } from '../../common/base/studio-error';
import type { Session } from '../runtime/session';
import { floatTensor, floatsOf, int64Tensor } from '../runtime/tensor';
import type { TensorData } from '../../native-models/onnx/types';
import type { CacheShape, KeyValueCache } from './key-value-cache';

export interface LanguageModelShape extends CacheShape {
  readonly hiddenSize: number;
  readonly vocabSize: number;
}

export interface ForwardResult {
  /** Scores after the last position, float32[V]. */
  readonly logits: Float32Array;
  /** Final-norm states, float32[S][d]. */
  readonly hidden: Float32Array;
  /** New keys and values, for `KeyValueCache.append`. */
  readonly present: Readonly<Record<string, TensorData>>;
}

/** What masked places get added to their attention score. */
const MASKED = -1e9;

export class LanguageModel {
  constructor(
    readonly shape: LanguageModelShape,
    private readonly embedding: Session,
    private readonly network: Session,
  ) {}

  /**
   * Input embeddings of tokens: float32[S][d].
   * @param before tokens of the same text that have been read: a word may have begun in them
   */
  async embed(ids: readonly number[], before: readonly number[] = []): Promise<Float32Array> {
    const outOfRange = ids.find((id) => id < 0 || id >= this.shape.vocabSize);
    if (outOfRange !== undefined) {
      throw new StudioError(
        'weights-corrupt',
        `The tokenizer gave id ${outOfRange}; the language model knows ${this.shape.vocabSize} tokens.`,
        {
          hint: 'Tokenizer and weights do not belong together; install the bundle again.',
        },
      );
    }
    const all = [...before, ...ids];
    const outputs = await this.embedding.run({ input_ids: int64Tensor(all, [1, all.length]) });
    return floatsOf(outputs, 'inputs_embeds', 3).subarray(before.length * this.shape.hiddenSize);
  }

  /** Reads `embeds` float32[S][d] after what `past` holds. The past is not changed. */
  async forward(embeds: Float32Array, past: KeyValueCache): Promise<ForwardResult> {
    const { hiddenSize, vocabSize } = this.shape;
    const count = embeds.length / hiddenSize;
    const start = past.length;
    const outputs = await this.network.run({
      ...past.inputs(),
      inputs_embeds: floatTensor(embeds, [1, count, hiddenSize]),
      position_ids: int64Tensor(
        Array.from({ length: count }, (_, i) => start + i),
        [1, count],
      ),
      attention_bias: attentionBias(count, start, past.capacity),
    });
    const logits = floatsOf(outputs, 'logits');
    return {
      logits: logits.subarray(logits.length - vocabSize),
      hidden: floatsOf(outputs, 'hidden_states', 3),
      present: outputs,
    };
  }
}

/** float32[1][1][S][P+S]: the filled past and everything up to itself is open to each new position. */
export function attentionBias(count: number, pastLength: number, capacity: number): TensorData {
  const width = capacity + count;
  const bias = new Float32Array(count * width);
  for (let row = 0; row < count; row++) {
    bias.fill(MASKED, row * width + pastLength, row * width + capacity);
    bias.fill(MASKED, row * width + capacity + row + 1, (row + 1) * width);
  }
  return floatTensor(bias, [1, 1, count, width]);
}
