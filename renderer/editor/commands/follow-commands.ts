// Commands for pictures that are drawn anew while their words are edited, and for pictures drawn over another one.
import type { Asset, Generation, Panel, PictureVariant } from '../../../common/domain/story';
import type { CommandFrom } from '../command';
import { panelOf } from '../selectors';
import type { StoryOp } from '../story-op';
import { sameSubstance } from '../word-substance';
import { MAX_ALT_LENGTH } from './description-commands';
import { typingGroup } from './text-commands';

interface Drawn {
  readonly asset: Asset;
  readonly generation: Generation;
}

const drawnPicture = (panel: Panel, id: string, { asset, generation }: Drawn): PictureVariant => ({
  id,
  asset,
  origin: 'model',
  alt: panel.text.slice(0, MAX_ALT_LENGTH),
  altOrigin: panel.origin,
  favourite: false,
  generation,
});

/** The picture of the burst so far goes, unless the writer has made it a favourite or has chosen another one meanwhile. */
const replaceable = (panel: Panel, pictureId: string | null): PictureVariant | null => {
  const picture = panel.pictures.find(({ id }) => id === pictureId) ?? null;
  return picture === null || picture.favourite || panel.chosenPictureId !== picture.id ? null : picture;
};

/**
 * The picture drawn from the words as they are now. It takes the place of the one before it in the same burst of editing, so that the
 * strip keeps the picture from before the burst and the last one only. It belongs to the step of typing that it follows.
 */
export const followEdit =
  (args: { panelId: string; pictureId: string; words: string; replaces: string | null } & Drawn): CommandFrom =>
  (story) => {
    const panel = panelOf(story, args.panelId);
    if (panel === null || !sameSubstance(panel.text, args.words)) return null;
    const former = replaceable(panel, args.replaces);
    const index = former === null ? panel.pictures.length : panel.pictures.indexOf(former);
    const ops: StoryOp[] = [
      ...(former === null ? [] : [{ type: 'remove-picture', panelId: panel.id, id: former.id } as const]),
      { type: 'insert-picture', panelId: panel.id, index, item: drawnPicture(panel, args.pictureId, args) },
      { type: 'set-panel', panelId: panel.id, fields: { chosenPictureId: args.pictureId } },
    ];
    return { label: 'redraw picture', capture: 'immediately', follows: typingGroup(panel.id), ops };
  };

/** The words are again what they were before the burst, so the picture of that time comes back and the burst's own goes. */
export const followBack =
  (args: { panelId: string; pictureId: string; replaces: string }): CommandFrom =>
  (story) => {
    const panel = panelOf(story, args.panelId);
    if (panel === null || !panel.pictures.some(({ id }) => id === args.pictureId)) return null;
    const former = replaceable(panel, args.replaces);
    if (former === null) return null;
    const ops: StoryOp[] = [
      { type: 'remove-picture', panelId: panel.id, id: former.id },
      { type: 'set-panel', panelId: panel.id, fields: { chosenPictureId: args.pictureId } },
    ];
    return { label: 'redraw picture', capture: 'immediately', follows: typingGroup(panel.id), ops };
  };

/** A picture drawn over another one, wholly or in a part, becomes the one shown; the other stays as a version. */
export const keepRedraw =
  (args: { panelId: string; words: string; pictureId?: string } & Drawn): CommandFrom =>
  (story, ports) => {
    const panel = panelOf(story, args.panelId);
    if (panel === null) return null;
    const drawn = drawnPicture(panel, args.pictureId ?? ports.newId(), args);
    // Other words than the panel's were the writer's own for this drawing.
    const item: PictureVariant =
      args.words === panel.text ? drawn : { ...drawn, alt: args.words.slice(0, MAX_ALT_LENGTH), altOrigin: 'human' };
    return {
      label: args.generation.source?.masked === true ? 'change part of the picture' : 'redraw picture',
      capture: 'immediately',
      ops: [
        { type: 'insert-picture', panelId: panel.id, index: panel.pictures.length, item },
        { type: 'set-panel', panelId: panel.id, fields: { chosenPictureId: item.id } },
      ],
    };
  };
