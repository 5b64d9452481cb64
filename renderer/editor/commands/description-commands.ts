// Commands on what a picture is said to show: by the writer, by the model, or by both. The same for a panel's pictures, references and
// the pictures of cards.
import type { Origin, PictureVariant, Story } from '../../../common/domain/story';
import type { CommandFrom } from '../command';
import { panelOf } from '../selectors';
import type { PictureFields, StoryOp } from '../story-op';
import { cardOf } from './cast-commands';

/** Where a picture hangs. */
export type PictureSpot =
  | { readonly kind: 'panel'; readonly panelId: string; readonly pictureId: string }
  | { readonly kind: 'reference'; readonly pictureId: string }
  | { readonly kind: 'card'; readonly cardId: string; readonly pictureId: string };

export const MAX_ALT_LENGTH = 2000;

export function pictureAt(story: Story, spot: PictureSpot): PictureVariant | null {
  const list =
    spot.kind === 'panel'
      ? panelOf(story, spot.panelId)?.pictures
      : spot.kind === 'card'
        ? cardOf(story, spot.cardId)?.pictures
        : story.references;
  return list?.find(({ id }) => id === spot.pictureId) ?? null;
}

function setAt(story: Story, spot: PictureSpot, fields: PictureFields): StoryOp[] {
  switch (spot.kind) {
    case 'panel':
      return [{ type: 'set-picture', panelId: spot.panelId, pictureId: spot.pictureId, fields }];
    case 'reference':
      return [{ type: 'set-reference', id: spot.pictureId, fields }];
    case 'card': {
      const pictures = cardOf(story, spot.cardId)?.pictures.map((picture) =>
        picture.id === spot.pictureId ? { ...picture, ...fields } : picture,
      );
      return pictures === undefined ? [] : [{ type: 'set-card', cardId: spot.cardId, fields: { pictures } }];
    }
  }
}

/** Words that a person changed: the model's share stays on record while anything of it may be left. */
const originAfterEdit = (picture: PictureVariant, alt: string): Origin =>
  alt.trim() === '' || picture.altOrigin === 'human' ? 'human' : 'model-edited';

/** The description that a reader who cannot see the picture hears, also in the exported book. A burst of typing is one step. */
export const describePicture =
  (args: { spot: PictureSpot; alt: string; atOnce?: boolean }): CommandFrom =>
  (story) => {
    const picture = pictureAt(story, args.spot);
    const alt = args.alt.slice(0, MAX_ALT_LENGTH);
    if (picture === null || picture.alt === alt) return null;
    return {
      label: 'describe picture',
      capture: args.atOnce === true ? 'immediately' : 'eventually',
      group: `alt:${args.spot.pictureId}`,
      ops: setAt(story, args.spot, { alt, altOrigin: originAfterEdit(picture, alt) }),
    };
  };

/**
 * What the model sees in a picture that nobody has described yet. It comes by itself, so it is no step of the writer's: undoing the
 * import takes it away with the picture.
 */
export const takeModelDescription =
  (args: { spot: PictureSpot; alt: string }): CommandFrom =>
  (story) => {
    const picture = pictureAt(story, args.spot);
    const alt = args.alt.trim().slice(0, MAX_ALT_LENGTH);
    if (picture === null || picture.alt !== '' || alt === '') return null;
    return {
      label: 'describe picture',
      capture: 'never',
      ops: setAt(story, args.spot, { alt, altOrigin: 'model' }),
    };
  };

/** What is seen in a panel's picture becomes its words, or stands behind those that are there. */
export const writeDescription =
  (args: { panelId: string; pictureId: string; line: string }): CommandFrom =>
  (story) => {
    const panel = panelOf(story, args.panelId);
    const picture = pictureAt(story, { kind: 'panel', ...args });
    const line = args.line.trim();
    if (panel === null || picture === null || line === '') return null;
    const isBlank = panel.text.trim() === '';
    const text = isBlank ? line : `${panel.text.trimEnd()} ${line}`;
    const origin: Origin = isBlank && picture.altOrigin === 'model' ? 'model' : 'model-edited';
    return {
      label: isBlank ? 'write text' : 'rewrite text',
      capture: 'immediately',
      ops: [{ type: 'set-panel', panelId: panel.id, fields: { text, origin, generation: null } }],
    };
  };

/** The model's words for a picture, because the writer asked for them: they replace what stood there. One `batch` is one step. */
export const proposeDescription =
  (args: { spot: PictureSpot; alt: string; batch: string }): CommandFrom =>
  (story) => {
    const picture = pictureAt(story, args.spot);
    const alt = args.alt.trim().slice(0, MAX_ALT_LENGTH);
    if (picture === null || alt === '' || (picture.alt === alt && picture.altOrigin === 'model')) return null;
    return {
      label: 'describe picture',
      capture: 'eventually',
      group: `propose:${args.batch}`,
      follows: `propose:${args.batch}`,
      ops: setAt(story, args.spot, { alt, altOrigin: 'model' }),
    };
  };
