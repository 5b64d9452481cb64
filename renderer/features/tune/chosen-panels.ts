// What is chosen to learn from, as one value: stories with the panels of them that are left out, and drawings. What is kept are the
// panels that are left out, so that a story is chosen whole before anybody has looked at its panels. Pure.
import { MAX_TUNING_ITEMS, type OfferedPanel } from '../../../common/domain/tuning-data-set';

/** Ids of the panels that are left out, by the id of their story; a story that is not here is not chosen. */
export type ChosenStories = ReadonlyMap<string, ReadonlySet<string>>;
/** Panels by the id of their story, as far as they are known. */
export type OfferedPanels = ReadonlyMap<string, readonly OfferedPanel[]>;

const idsOf = (panels: readonly OfferedPanel[]): readonly string[] =>
  panels.flatMap(({ id, asset }) => (asset === null ? [] : [id]));

/** Ids of the panels that are learned from: those with a picture that are not left out. */
export function takenOf(chosen: ChosenStories, storyId: string, panels: readonly OfferedPanel[]): ReadonlySet<string> {
  const leftOut = chosen.get(storyId);
  return new Set(leftOut === undefined ? [] : idsOf(panels).filter((id) => !leftOut.has(id)));
}

/** The whole story, or nothing of it. */
export function withStory(chosen: ChosenStories, storyId: string, isIn: boolean): ChosenStories {
  const next = new Map(chosen);
  if (isIn) next.set(storyId, new Set());
  else next.delete(storyId);
  return next;
}

/** Single panels in or out. The first one that comes in brings its story; the last one that goes takes it along. */
export function withPanels(
  chosen: ChosenStories,
  storyId: string,
  panels: readonly OfferedPanel[],
  panelIds: readonly string[],
  isIn: boolean,
): ChosenStories {
  const usable = idsOf(panels);
  const leftOut = new Set(chosen.get(storyId) ?? usable);
  for (const id of panelIds) {
    if (isIn) leftOut.delete(id);
    else leftOut.add(id);
  }
  return usable.every((id) => leftOut.has(id))
    ? withStory(chosen, storyId, false)
    : new Map(chosen).set(storyId, leftOut);
}

/** How many panels of all chosen stories are learned from; null while a story is being read. */
export function countTaken(chosen: ChosenStories, offered: OfferedPanels): number | null {
  let count = 0;
  for (const storyId of chosen.keys()) {
    const panels = offered.get(storyId);
    if (panels === undefined) return null;
    count += takenOf(chosen, storyId, panels).size;
  }
  return count;
}

/** What main is asked for; a story that could not be listed is asked for as a whole, and main says what is wrong with it. */
export const sourcesFrom = (
  chosen: ChosenStories,
  offered: OfferedPanels,
): { storyId: string; panelIds: string[] | null }[] =>
  [...chosen.keys()].map((storyId) => {
    const panels = offered.get(storyId);
    return { storyId, panelIds: panels === undefined ? null : [...takenOf(chosen, storyId, panels)] };
  });

/** By how many pictures the choice is above what can be learned from at once. */
export const countTooMany = (pictures: number): number => Math.max(0, pictures - MAX_TUNING_ITEMS);
