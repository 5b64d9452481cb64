// The pictures that readers of the book see, with what is said of each to those who cannot see it. Pure.
import { chosenPictureOf, type Panel, type PictureVariant, type Story } from '../../../common/domain/story';
import type { PictureSpot } from '../../editor/commands/description-commands';

export interface ShownPicture {
  readonly panel: Panel;
  readonly number: number; // of the panel, from 1
  readonly picture: PictureVariant;
  readonly spot: PictureSpot;
  readonly isMissing: boolean;
}

/** The panel's own words are no description: a reader would hear them twice. Older stories have them there. */
const isMissing = (panel: Panel, { alt }: PictureVariant): boolean =>
  alt.trim() === '' || alt.trim() === panel.text.trim();

export const shownPictures = (story: Story): ShownPicture[] =>
  story.panels.flatMap((panel, index) => {
    const picture = chosenPictureOf(panel);
    if (picture === null) return [];
    const spot = { kind: 'panel', panelId: panel.id, pictureId: picture.id } as const;
    return [{ panel, number: index + 1, picture, spot, isMissing: isMissing(panel, picture) }];
  });
