// Which panels the writer has picked out: session state, never saved and no step of the history. Pure functions from a selection and
// the order of the story to the next selection; the keys and clicks that mean them are the views' business.
import type { Panel, Story } from '../../common/domain/story';

export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly anchorId: string | null; // where a range begins
  readonly headId: string | null; // where it ends, and where the arrow keys go on
}

export const noSelection: Selection = { ids: new Set(), anchorId: null, headId: null };

export const selectOnly = (panelId: string): Selection => ({
  ids: new Set([panelId]),
  anchorId: panelId,
  headId: panelId,
});

/** Adds the panel, or takes it out; the next range begins at it. */
export function toggleSelected(selection: Selection, panelId: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(panelId)) ids.add(panelId);
  return ids.size === 0 ? noSelection : { ids, anchorId: panelId, headId: panelId };
}

/** Everything from the anchor to the panel; without an anchor `fallbackAnchorId`, for example the panel that has the focus. */
export function selectRangeTo(
  story: Story,
  selection: Selection,
  panelId: string,
  fallbackAnchorId: string | null = null,
): Selection {
  const indexOf = (id: string | null): number => story.panels.findIndex((panel) => panel.id === id);
  const to = indexOf(panelId);
  if (to < 0) return selection;
  const anchor = [selection.anchorId, fallbackAnchorId, panelId].find((id) => indexOf(id) >= 0) ?? panelId;
  const from = indexOf(anchor);
  const range = story.panels.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set(range.map((panel) => panel.id)), anchorId: anchor, headId: panelId };
}

/** The range grown or shrunk by so many panels at its head; begins at `startId` where nothing is selected. */
export function extendSelection(story: Story, selection: Selection, by: number, startId: string | null): Selection {
  const headId = selection.headId ?? startId;
  const head = story.panels.findIndex((panel) => panel.id === headId);
  const next = story.panels[Math.max(0, Math.min(head + by, story.panels.length - 1))];
  return head < 0 || next === undefined ? selection : selectRangeTo(story, selection, next.id, startId);
}

export const selectAll = (story: Story): Selection => ({
  ids: new Set(story.panels.map((panel) => panel.id)),
  anchorId: story.panels[0]?.id ?? null,
  headId: story.panels.at(-1)?.id ?? null,
});

/** The selection without panels that are no longer there; the same object when all of them are. */
export function prunedSelection(selection: Selection, story: Story): Selection {
  if (selection.ids.size === 0) return selection;
  const present = new Set(story.panels.map((panel) => panel.id));
  const ids = [...selection.ids].filter((id) => present.has(id));
  if (ids.length === selection.ids.size) return selection;
  if (ids.length === 0) return noSelection;
  const kept = (id: string | null): string | null => (id !== null && present.has(id) ? id : null);
  return { ids: new Set(ids), anchorId: kept(selection.anchorId), headId: kept(selection.headId) };
}

/** The selected panels in the order of the story. */
export const selectedPanelsOf = (story: Story, selection: Selection): Panel[] =>
  selection.ids.size === 0 ? [] : story.panels.filter((panel) => selection.ids.has(panel.id));
