// How well a model expects what held-out stories say: perplexity per token of narration, teacher-forced, each panel after the true texts
// and pictures of the panels before it. Only tokens of the texts are counted, not the marks between them. Not the sampling: no
// temperature, nothing banned.
import { throwIfCancelled } from '../../common/base/studio-error';
import type { CharacterId, Narrator } from '../../native-models/miniature/world/world';
import type { Pipeline } from '../pipeline/pipeline';
import { passageIds } from '../pipeline/prompt';
import { bootstrap, type Estimate } from './bootstrap';
import { storySegments } from './continuation';
import { heldOutStory, toldPanels } from './held-out-panels';

interface StoryLoss {
  /** Sum of -ln p, in nats. */
  readonly loss: number;
  readonly tokens: number;
}

export interface PerplexityRequest {
  readonly seed: number;
  /** Stories; all of their panels are read. */
  readonly count: number;
  readonly character?: CharacterId | undefined;
  /** Told by somebody whom nothing is trained on. */
  readonly narrator?: Narrator | undefined;
  /** Receives the pictures. */
  readonly dir: string;
  readonly signal?: AbortSignal | undefined;
  readonly onStory?: ((done: number, count: number) => void) | undefined;
}

/** Perplexity with an interval over stories. Throws `cancelled` between two runs once the signal fires. */
export async function narrationPerplexity(pipeline: Pipeline, request: PerplexityRequest): Promise<Estimate> {
  const { seed, count, character, narrator, dir, signal, onStory } = request;
  const { sizePx } = pipeline.bundle.manifest.picture;
  const losses: StoryLoss[] = [];
  for (let index = 0; index < count; index++) {
    const panels = await toldPanels(heldOutStory({ seed, index, character, narrator }), { index, dir, sizePx });
    losses.push(await storyLoss(pipeline, panels, signal));
    onStory?.(index + 1, count);
  }
  return bootstrap(
    losses,
    (sample) => {
      const tokens = sample.reduce((sum, story) => sum + story.tokens, 0);
      return Math.exp(sample.reduce((sum, story) => sum + story.loss, 0) / tokens);
    },
    seed,
  );
}

/** The loss of a story's texts, panel by panel, each token given everything before it. */
export async function storyLoss(
  pipeline: Pipeline,
  panels: readonly { readonly text: string; readonly imagePath: string | null }[],
  signal?: AbortSignal,
): Promise<StoryLoss> {
  const { cache, tokenizer } = pipeline;
  let loss = 0;
  let tokens = 0;
  for (const [at, { text }] of panels.entries()) {
    let { logits } = await cache.read(await storySegments(pipeline, panels.slice(0, at), ''), signal);
    const ids = passageIds(text, tokenizer);
    for (const [i, id] of ids.entries()) {
      throwIfCancelled(signal);
      loss -= logProbability(logits, id);
      if (i < ids.length - 1) ({ logits } = await cache.step(id));
    }
    tokens += ids.length;
  }
  return { loss, tokens };
}

/** ln p of one token under the softmax of all scores. @param logits float32[V] */
export function logProbability(logits: Float32Array, id: number): number {
  let best = Number.NEGATIVE_INFINITY;
  for (const score of logits) best = Math.max(best, score);
  let sum = 0;
  for (const score of logits) sum += Math.exp(score - best);
  return (logits[id] ?? Number.NEGATIVE_INFINITY) - best - Math.log(sum);
}
