// Commands on whole panels and on the story's own fields: insert, delete, move, title.
import { emptyPanel, type Panel, type Story } from '../../../common/domain/story';
import type { CommandFrom } from '../command';
import { isEmptyPanel, panelIndexOf } from '../selectors';

/** Where a new panel goes: behind a panel, or at the very start (null). A panel that is gone means the end. */
export type PanelPlace = { readonly after: string | null };

export const indexOfPlace = (story: Story, place: PanelPlace): number => {
  if (place.after === null) return 0;
  const index = panelIndexOf(story, place.after);
  return index < 0 ? story.panels.length : index + 1;
};

/** A new panel, written by a person; empty unless `text` is given. `panelId` only where the caller must know it. */
export const insertPanel =
  (args: { place: PanelPlace; text?: string; panelId?: string }): CommandFrom =>
  (story, ports) => ({
    label: 'add panel',
    capture: 'immediately',
    ops: [
      {
        type: 'insert-panel',
        index: indexOfPlace(story, args.place),
        item: { ...emptyPanel(args.panelId ?? ports.newId()), text: args.text ?? '' },
      },
    ],
  });

/**
 * The writer's line becomes a panel: the last panel when that is still empty (a new story has one), else a new one.
 * The id of that panel is `writtenPanelId` of the same story.
 */
export const writeLine =
  (args: { line: string; panelId: string }): CommandFrom =>
  (story) => {
    const last = story.panels.at(-1);
    if (last !== undefined && isEmptyPanel(last)) {
      return {
        label: 'write a line',
        capture: 'immediately',
        ops: [{ type: 'set-panel', panelId: last.id, fields: { text: args.line, origin: 'human', generation: null } }],
      };
    }
    const item: Panel = { ...emptyPanel(args.panelId), text: args.line };
    return {
      label: 'write a line',
      capture: 'immediately',
      ops: [{ type: 'insert-panel', index: story.panels.length, item }],
    };
  };

export const writtenPanelId = (story: Story, newPanelId: string): string => {
  const last = story.panels.at(-1);
  return last !== undefined && isEmptyPanel(last) ? last.id : newPanelId;
};

export const deletePanel =
  (panelId: string): CommandFrom =>
  (story) =>
    panelIndexOf(story, panelId) < 0
      ? null
      : { label: 'delete panel', capture: 'immediately', ops: [{ type: 'remove-panel', id: panelId }] };

/** Moves a panel so that it stands at `toIndex` of the story without it. */
export const movePanel =
  (args: { panelId: string; toIndex: number }): CommandFrom =>
  (story) => {
    const from = panelIndexOf(story, args.panelId);
    const panel = story.panels[from];
    const to = Math.max(0, Math.min(args.toIndex, story.panels.length - 1));
    if (panel === undefined || to === from) return null;
    return {
      label: 'move panel',
      capture: 'immediately',
      ops: [{ type: 'move-panel', id: panel.id, index: to }],
    };
  };

export const setTitle =
  (title: string): CommandFrom =>
  (story) =>
    title === story.title
      ? null
      : {
          label: 'change title',
          capture: 'eventually',
          group: 'title',
          ops: [{ type: 'set-story', fields: { title } }],
        };

export const setAuthor =
  (author: string): CommandFrom =>
  (story) =>
    author === story.author
      ? null
      : {
          label: 'change author',
          capture: 'eventually',
          group: 'author',
          ops: [{ type: 'set-story', fields: { author } }],
        };

/** The style in which the story's pictures are drawn from now on; those that are there stay as they are. */
export const setStyle =
  (style: string): CommandFrom =>
  (story) =>
    style === story.style
      ? null
      : { label: 'change drawing style', capture: 'immediately', ops: [{ type: 'set-story', fields: { style } }] };
