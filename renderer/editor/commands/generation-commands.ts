// Commands that take in what the model made. Accepting is one labelled step; the earlier text and picture stay as versions.
// A result that would overwrite words typed meanwhile comes in as a version only, and is no step of the writer's.
import type { GenerationMode, GenerationResult } from '../../../common/domain/job';
import { emptyPanel, type Origin, type Panel, type PictureVariant } from '../../../common/domain/story';
import type { CommandFrom } from '../command';
import { panelOf } from '../selectors';
import type { StepLabel } from '../step-label';
import type { StoryOp } from '../story-op';
import { indexOfPlace, type PanelPlace } from './panel-commands';
import { keepPresentText } from './text-commands';

/** Where a result belongs: a panel that exists, or a new one at a place. */
export type GenerationTarget = { readonly kind: 'existing' } | { readonly kind: 'new'; readonly place: PanelPlace };

export interface AcceptedGeneration {
  readonly panelId: string;
  readonly target: GenerationTarget;
  readonly mode: GenerationMode;
  /** The text that the model was given to continue or draw. */
  readonly givenText: string;
  /** The panel's text when the work began: if it is another one now, the writer has typed meanwhile. */
  readonly baseText: string;
  readonly result: GenerationResult;
}

const MAX_ALT_LENGTH = 2000;

const originOf = (args: AcceptedGeneration): Origin => {
  if (args.result.text === args.givenText) return 'human';
  return args.givenText.trim() === '' ? 'model' : 'model-edited';
};

/** The words stand in as the picture's description until somebody writes a better one. */
const pictureOf = (
  args: AcceptedGeneration,
  words: Pick<Panel, 'text' | 'origin'>,
  id: string,
): PictureVariant | null =>
  args.result.asset === null
    ? null
    : {
        id,
        asset: args.result.asset,
        origin: 'model',
        alt: words.text.slice(0, MAX_ALT_LENGTH),
        altOrigin: words.origin,
        favourite: false,
        generation: args.result.generation,
      };

/** Takes a finished generation into the story; null when its panel is gone. */
export const acceptGeneration =
  (args: AcceptedGeneration): CommandFrom =>
  (story, ports) => {
    if (args.target.kind === 'new' && panelOf(story, args.panelId) === null) {
      const origin = originOf(args);
      const picture = pictureOf(args, { text: args.result.text, origin }, ports.newId());
      const item: Panel = {
        ...emptyPanel(args.panelId),
        text: args.result.text,
        origin,
        generation: origin === 'human' ? null : args.result.generation,
        pictures: picture === null ? [] : [picture],
        chosenPictureId: picture?.id ?? null,
      };
      const index = indexOfPlace(story, args.target.place);
      return { label: 'continue the story', capture: 'immediately', ops: [{ type: 'insert-panel', index, item }] };
    }
    const panel = panelOf(story, args.panelId);
    if (panel === null) return null;
    const ops = [...textOps(panel, args, ports.newId()), ...pictureOps(panel, args, ports.newId())];
    return ops.length === 0 ? null : { label: labelOf(panel, args.mode), capture: 'immediately', ops };
  };

/** Whether the writer changed the words while the model was writing: then the model's words must not replace them. */
const wasEditedMeanwhile = (args: AcceptedGeneration, panel: Panel): boolean => panel.text !== args.baseText;

function textOps(panel: Panel, args: AcceptedGeneration, variantId: string): StoryOp[] {
  if (args.mode === 'picture' || args.result.text === panel.text || wasEditedMeanwhile(args, panel)) return [];
  return [
    ...keepPresentText(panel, variantId),
    {
      type: 'set-panel',
      panelId: panel.id,
      fields: { text: args.result.text, origin: originOf(args), generation: args.result.generation },
    },
  ];
}

/** Words that came too late to replace what the writer typed: kept as a version, not as a step of the writer's. */
export const keepLateText =
  (args: AcceptedGeneration): CommandFrom =>
  (story, ports) => {
    const panel = panelOf(story, args.panelId);
    if (panel === null || args.mode === 'picture' || !wasEditedMeanwhile(args, panel)) return null;
    const item = {
      id: ports.newId(),
      text: args.result.text,
      origin: originOf(args),
      favourite: false,
      generation: args.result.generation,
    };
    return {
      label: 'late text',
      capture: 'never',
      ops: [{ type: 'insert-text', panelId: panel.id, index: panel.textVariants.length, item }],
    };
  };

function pictureOps(panel: Panel, args: AcceptedGeneration, pictureId: string): StoryOp[] {
  // A drawing shows the words that it was made from, also where the writer has typed on meanwhile.
  const words =
    args.mode === 'picture'
      ? { text: args.givenText, origin: panel.origin }
      : { text: args.result.text, origin: originOf(args) };
  const item = args.mode === 'text' ? null : pictureOf(args, words, pictureId);
  if (item === null) return [];
  return [
    { type: 'insert-picture', panelId: panel.id, index: panel.pictures.length, item },
    { type: 'set-panel', panelId: panel.id, fields: { chosenPictureId: item.id } },
  ];
}

const labelOf = (panel: Panel, mode: GenerationMode): StepLabel => {
  if (mode === 'text') return panel.text.trim() === '' ? 'write text' : 'rewrite text';
  if (mode === 'picture') return panel.pictures.length === 0 ? 'draw picture' : 'redraw picture';
  return 'write and draw panel';
};
