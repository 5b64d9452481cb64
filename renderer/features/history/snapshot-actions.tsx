// What can be done with the chosen snapshot as a whole: bring it back, name it, delete it. Deleting asks once more, in place.
import { useState, type FormEvent, type ReactNode } from 'react';
import { MAX_SNAPSHOT_NAME, type Snapshot } from '../../../common/domain/snapshot';
import type { Story } from '../../../common/domain/story';
import { formatDateTime } from '../../i18n/format';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { useSession, useWorkspace } from '../workspace/use-workspace';
import { reasonWords } from './snapshot-list';

interface SnapshotActionsProps {
  readonly snapshot: Snapshot;
  readonly story: Story | null; // null until it is read
  readonly reload: () => Promise<void>;
}

export function SnapshotActions({ snapshot, story, reload }: SnapshotActionsProps): ReactNode {
  const { ui, api, report } = useWorkspace();
  const session = useSession();
  const [asking, setAsking] = useState<'name' | 'removal' | null>(null);
  const { content, id: snapshotId } = snapshot;
  const { storyId } = session;
  const restore = (): void => {
    if (story === null) return;
    session
      .restoreSnapshot(story)
      .then(() => {
        ui.actions.openDialog(null);
        ui.actions.notify({ tone: 'success', text: t('The story is as it was.') });
      })
      .catch(report);
  };
  const remove = (): void => {
    setAsking(null);
    api.client.snapshot.remove({ storyId, snapshotId }).then(reload).catch(report);
  };
  return (
    <div className="snapshot-actions">
      <div className="snapshot-title">
        <strong dir="auto">{content?.name ?? formatDateTime(snapshot.at)}</strong>
        {content !== null && (
          <span>{content.name === null ? reasonWords(content.reason) : formatDateTime(snapshot.at)}</span>
        )}
      </div>
      {session.readOnly === null && asking === null && (
        <div className="snapshot-buttons">
          {content !== null && (
            <Button size="small" tone="quiet" data-testid="rename-snapshot" onClick={() => setAsking('name')}>
              {content.name === null ? t('Name it') : t('Rename')}
            </Button>
          )}
          <Button size="small" tone="quiet" data-testid="remove-snapshot" onClick={() => setAsking('removal')}>
            {t('Delete')}
          </Button>
          {content !== null && (
            <Button
              size="small"
              tone="primary"
              data-testid="restore-snapshot"
              disabled={story === null}
              onClick={restore}
            >
              {t('Restore all of it')}
            </Button>
          )}
        </div>
      )}
      {asking === 'removal' && (
        <div className="snapshot-buttons" role="group" aria-label={t('Delete')}>
          <span>{t('Delete this snapshot for good?')}</span>
          <Button size="small" tone="danger" data-testid="remove-snapshot-confirm" onClick={remove}>
            {t('Delete')}
          </Button>
          <Button size="small" onClick={() => setAsking(null)}>
            {t('Cancel')}
          </Button>
        </div>
      )}
      {asking === 'name' && (
        <NameField
          name={content?.name ?? ''}
          onCancel={() => setAsking(null)}
          onName={(name) => {
            setAsking(null);
            api.client.snapshot.rename({ storyId, snapshotId, name }).then(reload).catch(report);
          }}
        />
      )}
    </div>
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly onCancel: () => void;
}

function NameField({ name, onName, onCancel }: NameFieldProps): ReactNode {
  const [value, setValue] = useState(name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (value.trim() !== '') onName(value.trim());
  };
  return (
    <form className="snapshot-buttons" onSubmit={submit}>
      <input
        className="text-input"
        aria-label={t('Name of the snapshot')}
        value={value}
        maxLength={MAX_SNAPSHOT_NAME}
        autoFocus
        onChange={(event) => setValue(event.target.value)}
      />
      <Button size="small" type="submit" tone="primary" disabled={value.trim() === ''}>
        {t('Keep the name')}
      </Button>
      <Button size="small" onClick={onCancel}>
        {t('Cancel')}
      </Button>
    </form>
  );
}
