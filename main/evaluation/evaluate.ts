// The whole evaluation of a bundle: pictures of held-out panels, stories written on, narration expected, answers with and without
// pictures. Each part is its own file and its own seeded questions; this one runs them in order. Not training, and not a test.
import { join } from 'node:path';
import type { Narrator } from '../../native-models/miniature/world/world';
import type { Estimate } from './bootstrap';
import { measureDialogues, type DialogueFigures } from './dialogue-answers';
import { measurePanels, type DrawnPanel, type PanelParts, type PanelRequest } from './panel-figures';
import type { PanelFigures } from './panel-tally';
import { narrationPerplexity } from './perplexity';
import { measureStories, type StoryFigures } from './written-stories';

export const evaluationSections = ['panels', 'stories', 'perplexity', 'dialogues'] as const;
export type EvaluationSection = (typeof evaluationSections)[number];

export interface EvaluationRequest extends PanelRequest {
  /** What is measured; everything by default. Each has `count` questions. */
  readonly sections?: readonly EvaluationSection[] | undefined;
  /** Who tells the stories that perplexity is measured on. */
  readonly narrator?: Narrator | undefined;
}

export type EvaluationStage = 'judge' | 'panel' | 'story' | 'perplexity' | 'dialogue';

export interface EvaluationHooks {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((what: EvaluationStage, done: number, count: number) => void) | undefined;
  readonly onPanel?: ((drawn: DrawnPanel) => void) | undefined;
}

/** A section that was not asked for is absent. */
export interface Evaluation {
  readonly panels?: PanelFigures;
  readonly stories?: StoryFigures;
  readonly perplexity?: Estimate;
  readonly dialogues?: DialogueFigures;
}

/** Runs every part. Throws `cancelled` between two runs once the signal fires, else what the pipeline throws. */
export async function evaluate(
  parts: PanelParts,
  request: EvaluationRequest,
  hooks: EvaluationHooks = {},
): Promise<Evaluation> {
  const { pipeline } = parts;
  const { seed, count, character, options, dir, sections = evaluationSections } = request;
  const { signal, onProgress } = hooks;
  const common = { seed, count, character, signal };
  const result: { -readonly [Name in keyof Evaluation]: Evaluation[Name] } = {};
  if (sections.includes('panels')) result.panels = await measurePanels(parts, request, hooks);
  if (sections.includes('stories'))
    result.stories = await measureStories(pipeline, {
      ...common,
      options,
      judge: parts.judge,
      dir: join(dir, 'stories'),
      onStory: (done) => onProgress?.('story', done, count),
    });
  if (sections.includes('perplexity'))
    result.perplexity = await narrationPerplexity(pipeline, {
      ...common,
      narrator: request.narrator,
      dir: join(dir, 'narration'),
      onStory: (done) => onProgress?.('perplexity', done, count),
    });
  if (sections.includes('dialogues'))
    result.dialogues = await measureDialogues(pipeline, {
      ...common,
      dir: join(dir, 'dialogues'),
      onDialogue: (done) => onProgress?.('dialogue', done, count),
    });
  return result;
}
