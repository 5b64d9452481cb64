// What stands on the board from top to bottom, as rows: a gap before the first panel, the panels, and behind each the panels that are
// only being made. Pure; whether all rows or only those in sight are drawn is panel-list.tsx's business.
import type { Run } from '../workspace/run';

export type BoardRow =
  | { readonly kind: 'start'; readonly key: string }
  | { readonly kind: 'panel'; readonly key: string; readonly panelId: string; readonly number: number }
  | { readonly kind: 'ghost'; readonly key: string; readonly run: Run };

/** The panel after which a new one will stand; a panel that is gone meanwhile means the end. */
const anchorOf = (run: Run, panelIds: ReadonlySet<string>, lastId: string | null): string | null => {
  if (run.target.kind !== 'new') return null;
  const { after } = run.target.place;
  return after === null || panelIds.has(after) ? after : lastId;
};

export function boardRows(panelIds: readonly string[], runs: readonly Run[]): BoardRow[] {
  const ids = new Set(panelIds);
  const lastId = panelIds.at(-1) ?? null;
  const making = runs.filter((run) => run.target.kind === 'new' && !ids.has(run.panelId));
  const ghostsAfter = (id: string | null): BoardRow[] =>
    making
      .filter((run) => anchorOf(run, ids, lastId) === id)
      .map((run) => ({ kind: 'ghost', key: `ghost-${run.key}`, run }));
  return [
    { kind: 'start', key: 'start' },
    ...ghostsAfter(null),
    ...panelIds.flatMap((panelId, index): BoardRow[] => [
      { kind: 'panel', key: panelId, panelId, number: index + 1 },
      ...(making.length === 0 ? [] : ghostsAfter(panelId)),
    ]),
  ];
}

/** The row of a panel, or of the one that is being made under this id; -1 when there is none. */
export const rowIndexOf = (rows: readonly BoardRow[], panelId: string): number =>
  rows.findIndex((row) =>
    row.kind === 'panel' ? row.panelId === panelId : row.kind === 'ghost' && row.run.panelId === panelId,
  );
