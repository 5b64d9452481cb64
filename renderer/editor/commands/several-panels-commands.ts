// Commands on several panels at once, one step each: delete, move, duplicate, paste. Which panels are meant is given by id, in any
// order; the order of the story counts. Splitting and merging are split-merge-commands.ts.
import type { Panel, PictureVariant, TextVariant } from '../../../common/domain/story';
import type { CommandFrom, EditorPorts } from '../command';
import type { StoryOp } from '../story-op';
import { indexOfPlace, type PanelPlace } from './panel-commands';

export const deletePanels =
  (panelIds: Iterable<string>): CommandFrom =>
  (story) => {
    const ids = new Set(panelIds);
    const gone = story.panels.filter((panel) => ids.has(panel.id));
    if (gone.length === 0) return null;
    return {
      label: gone.length === 1 ? 'delete panel' : 'delete panels',
      capture: 'immediately',
      ops: gone.map((panel) => ({ type: 'remove-panel', id: panel.id })),
    };
  };

/** Moves panels together, in the order they have, so that the first stands at `toIndex` of the story without them. */
export const movePanels =
  (args: { panelIds: Iterable<string>; toIndex: number }): CommandFrom =>
  (story) => {
    const ids = new Set(args.panelIds);
    const block = story.panels.filter((panel) => ids.has(panel.id));
    const rest = story.panels.filter((panel) => !ids.has(panel.id));
    const to = Math.max(0, Math.min(args.toIndex, rest.length));
    const wanted = rest.toSpliced(to, 0, ...block);
    if (block.length === 0 || wanted.every((panel, index) => panel === story.panels[index])) return null;
    const last = story.panels.length - 1;
    // All of them to the end first, then each to its place: two small ops a panel, however far they go.
    const ops: StoryOp[] = [
      ...block.map((panel) => ({ type: 'move-panel', id: panel.id, index: last }) as const),
      ...block.map((panel, n) => ({ type: 'move-panel', id: panel.id, index: to + n }) as const),
    ];
    return { label: block.length === 1 ? 'move panel' : 'move panels', capture: 'immediately', ops };
  };

/** Copies behind the last of the panels. `newPanelIds` only where the caller must know them. */
export const duplicatePanels =
  (args: { panelIds: Iterable<string>; newPanelIds?: readonly string[] }): CommandFrom =>
  (story, ports) => {
    const ids = new Set(args.panelIds);
    const originals = story.panels.filter((panel) => ids.has(panel.id));
    const last = originals.at(-1);
    if (last === undefined) return null;
    return {
      label: originals.length === 1 ? 'duplicate panel' : 'duplicate panels',
      capture: 'immediately',
      ops: insertCopies(originals, story.panels.indexOf(last) + 1, ports, args.newPanelIds),
    };
  };

/** Panels from the clipboard, as copies with ids of their own; their pictures must be files of this story. */
export const pastePanels =
  (args: { panels: readonly Panel[]; place: PanelPlace; newPanelIds?: readonly string[] }): CommandFrom =>
  (story, ports) =>
    args.panels.length === 0
      ? null
      : {
          label: args.panels.length === 1 ? 'paste panel' : 'paste panels',
          capture: 'immediately',
          ops: insertCopies(args.panels, indexOfPlace(story, args.place), ports, args.newPanelIds),
        };

const insertCopies = (
  panels: readonly Panel[],
  index: number,
  ports: EditorPorts,
  newPanelIds: readonly string[] = [],
): StoryOp[] =>
  panels.map((panel, n) => ({
    type: 'insert-panel',
    index: index + n,
    item: copyOfPanel(panel, newPanelIds[n] ?? ports.newId(), ports),
  }));

/** The same words and pictures under new ids. */
function copyOfPanel(panel: Panel, id: string, ports: EditorPorts): Panel {
  const pictures = panel.pictures.map((picture): PictureVariant => ({ ...picture, id: ports.newId() }));
  const textVariants = panel.textVariants.map((variant): TextVariant => ({ ...variant, id: ports.newId() }));
  const chosen = panel.pictures.findIndex((picture) => picture.id === panel.chosenPictureId);
  return { ...panel, id, pictures, textVariants, chosenPictureId: pictures[chosen]?.id ?? null };
}
