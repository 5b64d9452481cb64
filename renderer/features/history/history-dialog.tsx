// The history of a story: its snapshots, the chosen one beside the story as it is now, and what can be brought back, the whole or a panel.
import { useState, type ReactNode } from 'react';
import type { Snapshot } from '../../../common/domain/snapshot';
import { oneLineFrom, writerWordsFrom } from '../../api/writer-words';
import { compareStories } from '../../editor/compare-stories';
import { formatDateTime } from '../../i18n/format';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import { SaveSnapshot } from './save-snapshot';
import { SnapshotActions } from './snapshot-actions';
import { SnapshotList } from './snapshot-list';
import { StoryComparison } from './story-comparison';
import { useSnapshots, useSnapshotStory } from './use-snapshots';
import './history.css';

export function HistoryDialog(): ReactNode {
  const { ui } = useWorkspace();
  const { readOnly } = useSession();
  const { list, reload } = useSnapshots();
  const [wantedId, setWantedId] = useState<string | null>(null);
  const snapshots = list.kind === 'loaded' ? list.value : [];
  const chosen = snapshots.find(({ id }) => id === wantedId) ?? snapshots[0] ?? null;
  return (
    <Dialog
      title={t('History')}
      description={t(
        'The studio puts the story by from time to time. Whatever you bring back is one step that you can undo.',
      )}
      width="full"
      onClose={() => ui.actions.openDialog(null)}
      testId="history"
    >
      <div className="history">
        <div className="history-side">
          {readOnly === null && <SaveSnapshot onSaved={reload} />}
          {list.kind === 'loading' && <p aria-busy>{t('Reading…')}</p>}
          {list.kind === 'failed' && (
            <div role="alert" className="history-failed">
              <p>{writerWordsFrom(list.failure).title}</p>
              <Button size="small" onClick={() => void reload()}>
                {t('Try again')}
              </Button>
            </div>
          )}
          {list.kind === 'loaded' && snapshots.length > 0 && (
            <SnapshotList snapshots={snapshots} chosenId={chosen?.id ?? null} onChoose={setWantedId} />
          )}
        </div>
        <div className="history-main">
          {chosen === null ? (
            list.kind === 'loaded' && (
              <p className="history-empty" data-testid="history-empty">
                {t('There is no snapshot yet. Give the story as it is now a name, and you can always come back to it.')}
              </p>
            )
          ) : (
            <ChosenSnapshot key={chosen.id} snapshot={chosen} reload={reload} />
          )}
        </div>
      </div>
    </Dialog>
  );
}

function ChosenSnapshot({
  snapshot,
  reload,
}: {
  readonly snapshot: Snapshot;
  readonly reload: () => Promise<void>;
}): ReactNode {
  const { ui, report } = useWorkspace();
  const session = useSession();
  const now = useEditor((state) => state.story);
  const then = useSnapshotStory(snapshot.id);
  const title = snapshot.content?.name ?? formatDateTime(snapshot.at);
  const restorePanel = (panelId: string): void => {
    if (then?.kind !== 'loaded') return;
    session
      .restorePanelOf(then.value, panelId)
      .then((restored) => {
        if (restored) ui.actions.announce(t('The panel is as it was.'));
        return reload();
      })
      .catch(report);
  };
  return (
    <>
      <SnapshotActions snapshot={snapshot} story={then?.kind === 'loaded' ? then.value : null} reload={reload} />
      {then?.kind === 'loading' && <p aria-busy>{t('Reading…')}</p>}
      {then?.kind === 'failed' && (
        <p role="alert" className="history-failed">
          {oneLineFrom(then.failure)}
        </p>
      )}
      {then?.kind === 'loaded' && (
        <StoryComparison
          rows={compareStories(then.value, now)}
          beforeTitle={title}
          afterTitle={t('Now')}
          actionFor={(row) =>
            session.readOnly === null &&
            row.before !== null &&
            row.kind !== 'moved' && (
              <Button size="small" data-testid="restore-panel" onClick={() => restorePanel(row.id)}>
                {t('Restore this panel')}
              </Button>
            )
          }
        />
      )}
    </>
  );
}
