// Commands on the book: its design, and where a panel's words stand in it.
import type { BookDesign, Placement } from '../../../common/domain/book-design';
import type { Story } from '../../../common/domain/story';
import type { CommandFrom } from '../command';
import { panelOf } from '../selectors';

const sameDesign = (story: Story, design: BookDesign): boolean => JSON.stringify(story.book) === JSON.stringify(design);

/** Changes made one after the other (a slider, a line being typed) are one step. */
export const setBookDesign =
  (design: BookDesign): CommandFrom =>
  (story) =>
    sameDesign(story, design)
      ? null
      : {
          label: 'change book design',
          capture: 'eventually',
          group: 'book',
          ops: [{ type: 'set-story', fields: { book: design } }],
        };

/** @param args.placement null: as the book's design says */
export const setPlacement =
  (args: { panelId: string; placement: Placement | null }): CommandFrom =>
  (story) => {
    const panel = panelOf(story, args.panelId);
    if (panel === null || (panel.placement ?? null) === args.placement) return null;
    return {
      label: 'move the words',
      capture: 'immediately',
      ops: [{ type: 'set-panel', panelId: panel.id, fields: { placement: args.placement ?? undefined } }],
    };
  };
