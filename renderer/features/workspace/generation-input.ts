// What is asked of the model for a panel, from the story as it stands: the same for a generation and for a look at what it would be
// told. Pure.
import type { BundleSummary } from '../../../common/domain/bundle';
import type { GenerationMode } from '../../../common/domain/job';
import type { Story } from '../../../common/domain/story';
import type { Redraw } from '../../../common/ipc/contract';
import type { StudioClient } from '../../api/studio-client';
import type { GenerationTarget } from '../../editor/commands/generation-commands';
import { indexOfPlace } from '../../editor/commands/panel-commands';
import { castOf, contextBefore, panelIndexOf } from '../../editor/selectors';

export type GenerationInput = Parameters<StudioClient['generate']['start']>[0];

export interface Question {
  readonly panelId: string;
  readonly target: GenerationTarget;
  readonly mode: GenerationMode;
  readonly givenText: string;
  readonly image: string | null;
  readonly redraw?: Redraw;
  readonly seed: number;
}

/** The story's style, unless this model has none to choose from: then there is no picker to change it with either. */
const styleOf = (story: Story, bundle: BundleSummary | null): { readonly style?: string } =>
  story.style === undefined || bundle?.styles.length === 0 ? {} : { style: story.style };

export function generationInputFrom(story: Story, question: Question, bundle: BundleSummary | null): GenerationInput {
  const { panelId, target, mode, givenText, image, redraw = null, seed } = question;
  const end = target.kind === 'new' ? indexOfPlace(story, target.place) : panelIndexOf(story, panelId);
  return {
    storyId: story.id,
    panelId,
    ...(target.kind === 'new' ? { place: target.place } : {}),
    mode,
    context: contextBefore(story, end),
    references: story.references.map((reference) => reference.asset.sha256),
    cast: castOf(story),
    text: givenText,
    image,
    redraw,
    ...(story.adapters === undefined || story.adapters.length === 0 ? {} : { adapters: story.adapters }),
    options: { seed, ...styleOf(story, bundle) },
  };
}
