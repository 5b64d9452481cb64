// Commands on pictures: imported ones into a panel, as a panel or as a reference; choosing, describing and removing.
import { emptyPanel, type Asset, type PictureVariant } from '../../../common/domain/story';
import type { CommandFrom } from '../command';
import { panelOf } from '../selectors';
import { indexOfPlace, type PanelPlace } from './panel-commands';

const importedPicture = (id: string, asset: Asset, alt: string): PictureVariant => ({
  id,
  asset,
  origin: 'imported',
  alt,
  altOrigin: 'human',
  favourite: false,
  generation: null,
});

/** A picture file dropped into a panel: it is shown, the earlier picture stays as a version. */
export const importPictureIntoPanel =
  (args: { panelId: string; asset: Asset; alt?: string }): CommandFrom =>
  (story, ports) => {
    const panel = panelOf(story, args.panelId);
    if (panel === null) return null;
    const item = importedPicture(ports.newId(), args.asset, args.alt ?? '');
    return {
      label: 'add picture',
      capture: 'immediately',
      ops: [
        { type: 'insert-picture', panelId: panel.id, index: panel.pictures.length, item },
        { type: 'set-panel', panelId: panel.id, fields: { chosenPictureId: item.id } },
      ],
    };
  };

export const importPictureAsPanel =
  (args: { place: PanelPlace; asset: Asset; alt?: string; panelId?: string }): CommandFrom =>
  (story, ports) => {
    const picture = importedPicture(ports.newId(), args.asset, args.alt ?? '');
    const item = { ...emptyPanel(args.panelId ?? ports.newId()), pictures: [picture], chosenPictureId: picture.id };
    return {
      label: 'add picture panel',
      capture: 'immediately',
      ops: [{ type: 'insert-panel', index: indexOfPlace(story, args.place), item }],
    };
  };

/** A picture that the next generations look at. One and the same file is taken once. */
export const importPictureAsReference =
  (args: { asset: Asset; alt?: string }): CommandFrom =>
  (story, ports) =>
    story.references.some((reference) => reference.asset.sha256 === args.asset.sha256)
      ? null
      : {
          label: 'add reference picture',
          capture: 'immediately',
          ops: [
            {
              type: 'insert-reference',
              index: story.references.length,
              item: importedPicture(ports.newId(), args.asset, args.alt ?? ''),
            },
          ],
        };

export const removeReference =
  (referenceId: string): CommandFrom =>
  (story) =>
    story.references.some((reference) => reference.id === referenceId)
      ? {
          label: 'remove reference picture',
          capture: 'immediately',
          ops: [{ type: 'remove-reference', id: referenceId }],
        }
      : null;

export const choosePicture =
  (args: { panelId: string; pictureId: string }): CommandFrom =>
  (story) => {
    const panel = panelOf(story, args.panelId);
    if (panel === null || panel.chosenPictureId === args.pictureId) return null;
    if (!panel.pictures.some((picture) => picture.id === args.pictureId)) return null;
    return {
      label: 'choose picture',
      capture: 'immediately',
      ops: [{ type: 'set-panel', panelId: panel.id, fields: { chosenPictureId: args.pictureId } }],
    };
  };

export const toggleFavourite =
  (args: { panelId: string; pictureId: string }): CommandFrom =>
  (story) => {
    const picture = panelOf(story, args.panelId)?.pictures.find((candidate) => candidate.id === args.pictureId);
    if (picture === undefined) return null;
    return {
      label: picture.favourite ? 'unmark favourite' : 'mark favourite',
      capture: 'immediately',
      ops: [{ type: 'set-picture', ...args, fields: { favourite: !picture.favourite } }],
    };
  };

/** Takes a picture out of the panel; when it was the one shown, the newest of the others is shown instead. */
export const removePicture =
  (args: { panelId: string; pictureId: string }): CommandFrom =>
  (story) => {
    const panel = panelOf(story, args.panelId);
    if (panel === null || !panel.pictures.some((picture) => picture.id === args.pictureId)) return null;
    const rest = panel.pictures.filter((picture) => picture.id !== args.pictureId);
    const wasChosen = panel.chosenPictureId === args.pictureId;
    return {
      label: 'remove picture',
      capture: 'immediately',
      ops: [
        ...(wasChosen
          ? [{ type: 'set-panel', panelId: panel.id, fields: { chosenPictureId: rest.at(-1)?.id ?? null } } as const]
          : []),
        { type: 'remove-picture', panelId: panel.id, id: args.pictureId },
      ],
    };
  };

/** Removes every picture of a panel that is neither shown nor a favourite. */
export const clearOtherPictures =
  (panelId: string): CommandFrom =>
  (story) => {
    const panel = panelOf(story, panelId);
    const removable =
      panel?.pictures.filter((picture) => !picture.favourite && picture.id !== panel.chosenPictureId) ?? [];
    if (removable.length === 0) return null;
    return {
      label: 'clear other pictures',
      capture: 'immediately',
      ops: removable.map((picture) => ({ type: 'remove-picture', panelId, id: picture.id }) as const),
    };
  };
