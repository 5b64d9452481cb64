// An opened network with what adapters bring put into every run, behind the same face as the plain one: fed matrices, rows of the vokens in
// front of the language model, and their scores behind it. So nothing that runs a network knows of adapters.
import type { Session, Tensors } from '../../runtime/session';
import { floatsOf, floatTensor } from '../../runtime/tensor';
import { eachWordEnd, type WordRow } from '../../runtime/word-rows';

/** The same network with further inputs that every run gets. */
export function withFeeds(session: Session, feeds: Tensors): Session {
  return { ...session, run: (inputs) => session.run({ ...feeds, ...inputs }) };
}

export interface VokenRows {
  /** Token ids of the vokens, and float32 (n, d) with a row for each. */
  readonly ids: readonly number[];
  readonly rows: Float32Array;
}

/** Token embedding in which the vokens have other rows. */
export function withRowsIn(embedding: Session, { ids, rows }: VokenRows): Session {
  const places = new Map(ids.map((id, i) => [BigInt(id), i]));
  const width = rows.length / ids.length;
  return withWritten(embedding, (tokens, embeds) => {
    for (const [position, token] of tokens.entries()) {
      const place = places.get(token);
      if (place !== undefined) embeds.set(rows.subarray(place * width, (place + 1) * width), position * width);
    }
  });
}

/** Token embedding in which words have rows of their own, at their last pieces. The whole word must be in the run. */
export function withWordRows(embedding: Session, words: readonly WordRow[]): Session {
  if (words.length === 0) return embedding;
  return withWritten(embedding, (tokens, embeds) => {
    eachWordEnd(tokens, words, (position, { row }) => embeds.set(row, position * row.length));
  });
}

/** Token embedding whose rows are written over, float32 (S, d) for S tokens. */
function withWritten(embedding: Session, write: (tokens: BigInt64Array, embeds: Float32Array) => void): Session {
  return {
    ...embedding,
    async run(inputs) {
      const outputs = await embedding.run(inputs);
      write(inputs['input_ids']?.data as BigInt64Array, floatsOf(outputs, 'inputs_embeds', 3));
      return outputs;
    },
  };
}

/** Language model in which the vokens have other rows of the output table: the scores of the last position are theirs. */
export function withRowsOut(network: Session, { ids, rows }: VokenRows): Session {
  const width = rows.length / ids.length;
  return {
    ...network,
    async run(inputs) {
      const outputs = await network.run(inputs);
      const logits = floatsOf(outputs, 'logits', 3);
      const hidden = floatsOf(outputs, 'hidden_states', 3);
      const last = hidden.subarray(hidden.length - width);
      const vocabSize = outputs['logits']!.shape.at(-1)!;
      for (const [place, id] of ids.entries()) {
        let score = 0;
        for (let i = 0; i < width; i++) score += last[i]! * rows[place * width + i]!;
        logits[logits.length - vocabSize + id] = score;
      }
      return outputs;
    },
  };
}

/** Tensors by key as inputs of a network whose weights are fed. */
export function weightFeeds(
  values: ReadonlyMap<string, Float32Array>,
  shapes: ReadonlyMap<string, readonly number[]>,
): Tensors {
  return Object.fromEntries([...values].map(([key, data]) => [key, floatTensor(data, shapes.get(key)!)]));
}
