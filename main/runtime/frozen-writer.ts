// The language model of a training's bundle as it is, with nothing learned: what it expects after a text. Not the writer of panels
// (pipeline/write.ts), which samples.
import { nextTokenGraph } from '../../native-models/graphs/next-token';
import { frozenScope } from '../../native-models/nn/param-scope';
import type { FrozenOptions, FrozenStage } from './frozen-networks';
import { openGraph } from './network';
import { floatTensor, floatsOf, int64Tensor } from './tensor';

export interface FrozenWriter {
  /** Probabilities of the token after `ids`, float32(V). At least one id. */
  expected(ids: readonly number[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Added to the scores of what may not be seen. */
const HIDDEN = -1e9;

export async function openFrozenWriter(
  { parts, weightsDir }: FrozenStage,
  { device, threads }: Pick<FrozenOptions, 'device' | 'threads'>,
): Promise<FrozenWriter> {
  const { config, source } = parts.language;
  const session = await openGraph(nextTokenGraph(config, frozenScope(source)), {
    device,
    weightsDir,
    ...(threads === undefined ? {} : { threads }),
  });
  return {
    async expected(ids) {
      const count = ids.length;
      const bias = new Float32Array(count * count);
      for (let row = 0; row < count; row++) bias.fill(HIDDEN, row * count + row + 1, (row + 1) * count);
      const outputs = await session.run({
        input_ids: int64Tensor(ids, [1, count]),
        position_ids: int64Tensor(
          Array.from({ length: count }, (_, i) => i),
          [1, count],
        ),
        attention_bias: floatTensor(bias, [1, 1, count, count]),
      });
      return softmax(floatsOf(outputs, 'logits', 3));
    },
    close: () => session.close(),
  };
}

function softmax(scores: Float32Array): Float32Array {
  const most = scores.reduce((highest, score) => Math.max(highest, score), -Infinity);
  const shares = scores.map((score) => Math.exp(score - most));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}
