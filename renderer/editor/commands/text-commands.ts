// Commands on the words of a panel: typing (one step per burst) and earlier versions of the text.
import type { Origin, Panel, TextVariant } from '../../../common/domain/story';
import type { CommandFrom } from '../command';
import { panelOf } from '../selectors';
import type { StoryOp } from '../story-op';

/** Words that a person changed: the model's share stays on record. */
const originAfterEdit = (panel: Panel, text: string): Origin => {
  if (text.trim() === '') return 'human';
  return panel.origin === 'human' ? 'human' : 'model-edited';
};

/** What steps of typing in one panel have in common. */
export const typingGroup = (panelId: string): string => `text:${panelId}`;

export const setText =
  (args: { panelId: string; text: string }): CommandFrom =>
  (story) => {
    const panel = panelOf(story, args.panelId);
    if (panel === null || panel.text === args.text) return null;
    const origin = originAfterEdit(panel, args.text);
    const generation = origin === 'human' ? null : panel.generation;
    return {
      label: 'typing',
      capture: 'eventually',
      group: typingGroup(args.panelId),
      ops: [{ type: 'set-panel', panelId: args.panelId, fields: { text: args.text, origin, generation } }],
    };
  };

/** Keeps the present text among the earlier ones; nothing when it is blank or already kept. */
export function keepPresentText(panel: Panel, variantId: string): StoryOp[] {
  if (panel.text.trim() === '' || panel.textVariants.some((variant) => variant.text === panel.text)) return [];
  const item: TextVariant = {
    id: variantId,
    text: panel.text,
    origin: panel.origin,
    favourite: false,
    generation: panel.generation,
  };
  return [{ type: 'insert-text', panelId: panel.id, index: panel.textVariants.length, item }];
}

export const keepTextAsVariant =
  (panelId: string): CommandFrom =>
  (story, ports) => {
    const panel = panelOf(story, panelId);
    const ops = panel === null ? [] : keepPresentText(panel, ports.newId());
    return ops.length === 0 ? null : { label: 'keep text version', capture: 'immediately', ops };
  };

/** An earlier text takes the panel; the present one takes its place among the earlier ones. */
export const chooseText =
  (args: { panelId: string; variantId: string }): CommandFrom =>
  (story, ports) => {
    const panel = panelOf(story, args.panelId);
    const variant = panel?.textVariants.find((candidate) => candidate.id === args.variantId);
    if (panel === null || variant === undefined) return null;
    const { text, origin, generation } = variant;
    return {
      label: 'choose text',
      capture: 'immediately',
      ops: [
        ...keepPresentText(panel, ports.newId()),
        { type: 'remove-text', panelId: panel.id, id: variant.id },
        { type: 'set-panel', panelId: panel.id, fields: { text, origin, generation } },
      ],
    };
  };

export const removeTextVariant =
  (args: { panelId: string; variantId: string }): CommandFrom =>
  (story) =>
    panelOf(story, args.panelId)?.textVariants.some((variant) => variant.id === args.variantId) === true
      ? {
          label: 'remove text version',
          capture: 'immediately',
          ops: [{ type: 'remove-text', panelId: args.panelId, id: args.variantId }],
        }
      : null;
