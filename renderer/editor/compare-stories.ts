// Two states of a story side by side: which panels came, went, changed or moved. Panels are the same by their id. Pure; what is shown
// of it, features/history decides.
import { chosenPictureOf, type Panel, type Story } from '../../common/domain/story';

export interface ComparedPanel {
  readonly id: string;
  /** `gone`: only in the state before. `new`: only in the state after. */
  readonly kind: 'same' | 'changed' | 'moved' | 'gone' | 'new';
  readonly before: Panel | null;
  readonly after: Panel | null;
}

export const saysTheSame = (a: Panel, b: Panel): boolean => a.text === b.text;
export const showsTheSame = (a: Panel, b: Panel): boolean =>
  chosenPictureOf(a)?.asset.sha256 === chosenPictureOf(b)?.asset.sha256;

/** All panels of both states, in the order of `after`; what is gone stands behind the panel that it followed. */
export function compareStories(before: Story, after: Story): ComparedPanel[] {
  const beforeById = new Map(before.panels.map((panel) => [panel.id, panel]));
  const afterIds = new Set(after.panels.map(({ id }) => id));
  const inOrder = longestRun(
    after.panels.flatMap(({ id }) => (beforeById.has(id) ? [id] : [])),
    before,
  );
  const rows: ComparedPanel[] = after.panels.map((panel) => {
    const former = beforeById.get(panel.id) ?? null;
    const kind =
      former === null
        ? 'new'
        : !saysTheSame(former, panel) || !showsTheSame(former, panel)
          ? 'changed'
          : inOrder.has(panel.id)
            ? 'same'
            : 'moved';
    return { id: panel.id, kind, before: former, after: panel };
  });
  before.panels.forEach((panel, index) => {
    if (afterIds.has(panel.id)) return;
    const previous = before.panels[index - 1]?.id;
    const at = previous === undefined ? 0 : rows.findIndex(({ id }) => id === previous) + 1;
    rows.splice(at, 0, { id: panel.id, kind: 'gone', before: panel, after: null });
  });
  return rows;
}

/** The largest set of panels that stand in the same order in both states: all others were moved. */
function longestRun(ids: readonly string[], before: Story): ReadonlySet<string> {
  const place = new Map(before.panels.map(({ id }, index) => [id, index]));
  const placeOf = (index: number): number => place.get(ids[index] ?? '') ?? 0;
  const ends: number[] = []; // of the best run of each length, the index of its last id
  const previous: number[] = [];
  ids.forEach((_, index) => {
    let length = 0;
    let high = ends.length;
    while (length < high) {
      const middle = (length + high) >> 1;
      if (placeOf(ends[middle] ?? 0) < placeOf(index)) length = middle + 1;
      else high = middle;
    }
    previous[index] = length === 0 ? -1 : (ends[length - 1] ?? -1);
    ends[length] = index;
  });
  const run = new Set<string>();
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) run.add(ids[index] ?? '');
  return run;
}
