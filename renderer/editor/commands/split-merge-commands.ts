// Splitting a panel at the cursor and merging panels into their first. Nothing is lost by either: pictures and earlier texts stay with
// the panel that stays, and one undo takes it back.
import { emptyPanel, type Generation, type Origin, type Panel } from '../../../common/domain/story';
import type { CommandFrom } from '../command';
import { panelIndexOf, panelOf } from '../selectors';
import type { StoryOp } from '../story-op';

/** The text before `at` stays, with the pictures; what follows becomes the next panel. Null where one of the two would be blank. */
export const splitPanel =
  (args: { panelId: string; at: number; newPanelId: string }): CommandFrom =>
  (story) => {
    const panel = panelOf(story, args.panelId);
    if (panel === null || panelOf(story, args.newPanelId) !== null) return null;
    const before = panel.text.slice(0, args.at).trimEnd();
    const after = panel.text.slice(args.at).trimStart();
    if (before.trim() === '' || after.trim() === '') return null;
    const { origin, generation } = panel; // both halves are of the same making
    const item: Panel = { ...emptyPanel(args.newPanelId), text: after, origin, generation };
    return {
      label: 'split panel',
      capture: 'immediately',
      ops: [
        { type: 'set-panel', panelId: panel.id, fields: { text: before } },
        { type: 'insert-panel', index: panelIndexOf(story, panel.id) + 1, item },
      ],
    };
  };

/**
 * The panels become one, at the place of the first: texts joined by a blank line, pictures and earlier texts of all of them kept.
 * The first one's picture stays the one that is shown, or the next one's where it has none.
 */
export const mergePanels =
  (panelIds: Iterable<string>): CommandFrom =>
  (story, ports) => {
    const ids = new Set(panelIds);
    const [first, ...others] = story.panels.filter((panel) => ids.has(panel.id));
    if (first === undefined || others.length === 0) return null;
    const taken = new Set([...first.pictures, ...first.textVariants].map((item) => item.id));
    /** Ids are unique within a panel; a copy of an older studio's panel could bring one that is taken. */
    const own = <T extends { readonly id: string }>(item: T): T => {
      const kept = taken.has(item.id) ? { ...item, id: ports.newId() } : item;
      taken.add(kept.id);
      return kept;
    };
    const fields = mergedWords([first, ...others]);
    const ops: StoryOp[] = [];
    let pictures = first.pictures.length;
    let texts = first.textVariants.length;
    let chosenPictureId = first.chosenPictureId;
    for (const panel of others) {
      for (const picture of panel.pictures) {
        const item = own(picture);
        if (chosenPictureId === null && picture.id === panel.chosenPictureId) chosenPictureId = item.id;
        ops.push({ type: 'insert-picture', panelId: first.id, index: pictures++, item });
      }
      for (const variant of panel.textVariants) {
        ops.push({ type: 'insert-text', panelId: first.id, index: texts++, item: own(variant) });
      }
    }
    ops.push({ type: 'set-panel', panelId: first.id, fields: { ...fields, chosenPictureId } });
    ops.push(...others.map((panel) => ({ type: 'remove-panel', id: panel.id }) as const));
    return { label: 'merge panels', capture: 'immediately', ops };
  };

/** Words of several hands are the model's, edited; where nobody's words are missing, whose they are stays as it was. */
function mergedWords(panels: readonly Panel[]): { text: string; origin: Origin; generation: Generation | null } {
  const written = panels.filter((panel) => panel.text.trim() !== '');
  const text = written.map((panel) => panel.text.trim()).join('\n\n');
  const origins = new Set(written.map((panel) => panel.origin));
  const origin = origins.size > 1 ? 'model-edited' : (written[0]?.origin ?? 'human');
  return { text, origin, generation: written.find((panel) => panel.generation !== null)?.generation ?? null };
}
