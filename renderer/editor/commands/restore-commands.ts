// Commands that bring an earlier state back, from a snapshot, after a crash, or from the disk: one step each, so that a restore can be
// undone like anything else.
import type { Panel, Story } from '../../../common/domain/story';
import type { CommandFrom } from '../command';
import { panelIndexOf } from '../selectors';
import type { StepLabel } from '../step-label';

export type RestoreLabel = Extract<StepLabel, 'restore recovered text' | 'restore snapshot' | 'load the changed file'>;

/** Puts another state of the same story in place. */
export const restoreStory =
  (restored: Story, label: RestoreLabel = 'restore recovered text'): CommandFrom =>
  (story) =>
    restored.id !== story.id
      ? null
      : { label, capture: 'immediately', ops: [{ type: 'replace-story', story: restored }] };

/** The panel as it was, with what it has got since kept as versions: restoring never destroys either. */
function withVersionsOf(restored: Panel, now: Panel, newId: () => string): Panel {
  const pictureIds = new Set(restored.pictures.map(({ id }) => id));
  const textIds = new Set(restored.textVariants.map(({ id }) => id));
  const present =
    now.text.trim() === '' || now.text === restored.text
      ? []
      : [{ id: newId(), text: now.text, origin: now.origin, favourite: false, generation: now.generation }];
  return {
    ...restored,
    pictures: [...restored.pictures, ...now.pictures.filter(({ id }) => !pictureIds.has(id))],
    textVariants: [...restored.textVariants, ...now.textVariants.filter(({ id }) => !textIds.has(id)), ...present],
  };
}

/** Behind the nearest panel that stood before it then and still stands now. */
function indexFor(panelId: string, then: Story, now: Story): number {
  const before = then.panels.slice(0, panelIndexOf(then, panelId)).reverse();
  for (const { id } of before) {
    const index = panelIndexOf(now, id);
    if (index >= 0) return index + 1;
  }
  return 0;
}

/** Brings one panel of another state back: in its place, or where it stood if it is gone. */
export const restorePanel =
  (args: { panelId: string; from: Story }): CommandFrom =>
  (story, ports) => {
    const restored = args.from.panels.find((panel) => panel.id === args.panelId);
    if (restored === undefined) return null;
    const index = panelIndexOf(story, args.panelId);
    const now = story.panels[index];
    if (now === undefined) {
      const at = indexFor(args.panelId, args.from, story);
      return {
        label: 'restore panel',
        capture: 'immediately',
        ops: [{ type: 'insert-panel', index: at, item: restored }],
      };
    }
    return {
      label: 'restore panel',
      capture: 'immediately',
      ops: [
        { type: 'remove-panel', id: args.panelId },
        { type: 'insert-panel', index, item: withVersionsOf(restored, now, ports.newId) },
      ],
    };
  };
