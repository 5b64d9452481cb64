// Commands on the versions of a panel's text, and on many versions at once: favourites, clearing all others, and letting the oldest
// go. Nothing here happens by itself: a panel that is full says so (limits.ts) and the writer decides.
import type { Panel } from '../../../common/domain/story';
import type { CommandFrom } from '../command';
import { panelOf } from '../selectors';
import type { StoryOp } from '../story-op';

export const toggleTextFavourite =
  (args: { panelId: string; textId: string }): CommandFrom =>
  (story) => {
    const variant = panelOf(story, args.panelId)?.textVariants.find((candidate) => candidate.id === args.textId);
    if (variant === undefined) return null;
    return {
      label: variant.favourite ? 'unmark favourite' : 'mark favourite',
      capture: 'immediately',
      ops: [{ type: 'set-text', ...args, fields: { favourite: !variant.favourite } }],
    };
  };

/** Removes every earlier text of a panel that is no favourite; the text that stands in it is none of them. */
export const clearOtherTexts =
  (panelId: string): CommandFrom =>
  (story) => {
    const ops = removalOps(panelOf(story, panelId), 'texts', Infinity);
    return ops.length === 0 ? null : { label: 'clear other texts', capture: 'immediately', ops };
  };

/** Removes the oldest pictures or texts that are neither a favourite nor shown, at most `count` of them. */
export const removeOldestVersions =
  (args: { panelId: string; of: 'pictures' | 'texts'; count: number }): CommandFrom =>
  (story) => {
    const ops = removalOps(panelOf(story, args.panelId), args.of, args.count);
    return ops.length === 0 ? null : { label: 'remove oldest versions', capture: 'immediately', ops };
  };

function removalOps(panel: Panel | null, of: 'pictures' | 'texts', count: number): StoryOp[] {
  if (panel === null) return [];
  const list = of === 'pictures' ? panel.pictures : panel.textVariants;
  return list
    .filter((version) => !version.favourite && version.id !== panel.chosenPictureId)
    .slice(0, count)
    .map(({ id }) => ({ type: of === 'pictures' ? 'remove-picture' : 'remove-text', panelId: panel.id, id }) as const);
}
