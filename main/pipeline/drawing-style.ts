// Which drawing style a generation has: the one that was asked for, or the bundle's first. Its line stands before the story as it did
// in training; prompt.ts puts it there.
import type { DrawingStyle } from '../../common/domain/bundle';
import { StudioError } from '../../common/base/studio-error';

/**
 * The style called `id`, without `id` the first; undefined where the bundle has none and none is asked for.
 * @throws StudioError `bad-request` naming the styles that there are
 */
export function drawingStyle(styles: readonly DrawingStyle[], id: string | undefined): DrawingStyle | undefined {
  if (id === undefined) return styles[0];
  const found = styles.find((style) => style.id === id);
  if (found !== undefined) return found;
  throw new StudioError('bad-request', `This model has no drawing style called “${id}”.`, {
    hint:
      styles.length === 0
        ? 'It draws in one style only: ask for none.'
        : `Choose one of ${styles.map((style) => style.id).join(', ')}.`,
  });
}
