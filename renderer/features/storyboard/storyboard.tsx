// The board: the page with its title, the panels in order with gaps to insert at, panels that are being made, and the line at
// its foot.
import { Fragment, useCallback, type ReactNode } from 'react';
import { isEmptyStory } from '../../editor/selectors';
import type { Run } from '../workspace/run';
import { useEditor, useRuns, useSession, useWorkspace } from '../workspace/use-workspace';
import { Banners } from './banners';
import { Composer } from './composer';
import { EmptyState } from './empty-state';
import { GhostPanel } from './ghost-panel';
import { InsertLine } from './insert-line';
import { PanelCard } from './panel-card';
import { TitleField } from './title-field';
import { useFileDrag } from './use-file-drag';
import './storyboard.css';
import './panel.css';
import './composer.css';

/** The panel after which a new one will stand; a panel that is gone meanwhile means the end. */
const anchorOf = (run: Run, panelIds: ReadonlySet<string>, lastId: string | null): string | null => {
  if (run.target.kind !== 'new') return null;
  const { after } = run.target.place;
  return after === null || panelIds.has(after) ? after : lastId;
};

export function Storyboard(): ReactNode {
  const { ui } = useWorkspace();
  const { readOnly } = useSession();
  const panels = useEditor((state) => state.story.panels);
  const isBlank = useEditor((state) => isEmptyStory(state.story));
  const runs = useRuns();
  const canEdit = readOnly === null;
  const place = useCallback((files: File[]) => ui.actions.openDialog({ kind: 'place-picture', files }), [ui]);
  useFileDrag(canEdit, place);

  const ids = new Set(panels.map((panel) => panel.id));
  const lastId = panels.at(-1)?.id ?? null;
  const making = runs.filter((run) => run.target.kind === 'new' && !ids.has(run.panelId));
  const ghostsAfter = (id: string | null): ReactNode =>
    making.filter((run) => anchorOf(run, ids, lastId) === id).map((run) => <GhostPanel key={run.key} run={run} />);

  return (
    <div className="board">
      <main className="board-scroll" data-testid="board">
        <div className="page">
          <Banners />
          <TitleField />
          {isBlank && runs.length === 0 ? (
            <EmptyState />
          ) : (
            <div className="panels">
              {canEdit && <InsertLine after={null} />}
              {ghostsAfter(null)}
              {panels.map((panel, index) => (
                <Fragment key={panel.id}>
                  <PanelCard panel={panel} number={index + 1} count={panels.length} />
                  {ghostsAfter(panel.id)}
                  {canEdit && <InsertLine after={panel.id} />}
                </Fragment>
              ))}
            </div>
          )}
        </div>
      </main>
      {canEdit && <Composer />}
    </div>
  );
}
