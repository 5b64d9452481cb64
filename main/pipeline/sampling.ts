// Choosing the next token from the scores of a language model: repetition penalty, temperature, top-k, top-p, and a draw from a
// seeded stream. Pure but for the stream. What may be chosen at all is decided in write.ts. Sources: Keskar et al. 2019 §4.1
// (penalty), Fan et al. 2018 (top-k), Holtzman et al. 2020 (top-p); order of steps as in transformers' processors.
import type { Rng } from '../../common/base/rng';
import { StudioError } from '../../common/base/studio-error';

export interface SamplingOptions {
  /** 0 takes the best token; 1 samples the model's own distribution. */
  readonly temperature: number;
  /** Keeps the k best tokens; 0 keeps all. */
  readonly topK: number;
  /** Keeps the smallest set of tokens whose probabilities reach p; 1 keeps all. */
  readonly topP: number;
  /** Divides positive and multiplies negative scores of tokens that already occurred; 1 changes nothing. */
  readonly repetitionPenalty: number;
}

export interface SamplingConstraints {
  /** Tokens that may not be chosen. */
  readonly banned: ReadonlySet<number>;
  /** Tokens that the repetition penalty applies to. */
  readonly seen: ReadonlySet<number>;
}

interface Candidate {
  readonly id: number;
  readonly score: number;
}

/**
 * Draws one token. Exactly one random number is used a call (none at temperature 0), so that a stream stays in step whatever
 * the options are. @param logits float32[V]
 */
export function sampleToken(
  logits: Float32Array,
  options: SamplingOptions,
  { banned, seen }: SamplingConstraints,
  rng: Rng,
): number {
  const candidates: Candidate[] = [];
  for (let id = 0; id < logits.length; id++) {
    if (banned.has(id)) continue;
    const raw = logits[id]!;
    if (!Number.isFinite(raw)) {
      throw new StudioError('internal', 'The language model gave scores that are not numbers.', {
        hint: 'Verify the bundle; if it is whole, choose the device "cpu".',
      });
    }
    const penalty = options.repetitionPenalty;
    const score = !seen.has(id) ? raw : raw > 0 ? raw / penalty : raw * penalty;
    candidates.push({ id, score });
  }
  if (candidates.length === 0) throw new StudioError('internal', 'Every token is banned; nothing can be written.');
  // Equal scores are ordered by id: the choice must not depend on the sort's inner workings.
  candidates.sort((a, b) => b.score - a.score || a.id - b.id);
  if (options.temperature === 0) return candidates[0]!.id;

  const kept = options.topK > 0 ? candidates.slice(0, options.topK) : candidates;
  const best = kept[0]!.score;
  const weights = kept.map(({ score }) => Math.exp((score - best) / options.temperature));
  const nucleus = nucleusOf(weights, options.topP);
  const total = nucleus.reduce((sum, weight) => sum + weight, 0);
  let rest = rng.uniform() * total;
  for (const [index, weight] of nucleus.entries()) {
    rest -= weight;
    if (rest < 0) return kept[index]!.id;
  }
  return kept[nucleus.length - 1]!.id; // rounding left a crumb
}

/** The leading weights whose share of the sum reaches p; always at least one. Weights come in falling order. */
function nucleusOf(weights: readonly number[], topP: number): readonly number[] {
  if (topP >= 1) return weights;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let reached = 0;
  const count = weights.findIndex((weight) => (reached += weight / total) >= topP);
  return weights.slice(0, count === -1 ? weights.length : count + 1);
}
