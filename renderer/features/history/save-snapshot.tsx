// The line that puts the story by under a name of the writer's.
import { BookmarkPlus } from 'lucide-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { MAX_SNAPSHOT_NAME } from '../../../common/domain/snapshot';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { useSession, useWorkspace } from '../workspace/use-workspace';

export function SaveSnapshot({ onSaved }: { readonly onSaved: () => Promise<void> }): ReactNode {
  const { ui, report } = useWorkspace();
  const session = useSession();
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = name.trim();
    if (wanted === '' || busy) return;
    setBusy(true);
    session
      .putBy(wanted)
      .then(async () => {
        setName('');
        ui.actions.announce(t('Snapshot “{name}” saved.', { name: wanted }));
        await onSaved();
      })
      .catch(report)
      .finally(() => setBusy(false));
  };
  return (
    <form className="save-snapshot" onSubmit={save}>
      <label className="visually-hidden" htmlFor="snapshot-name">
        {t('Name of the snapshot')}
      </label>
      <input
        id="snapshot-name"
        className="text-input"
        data-testid="snapshot-name"
        value={name}
        maxLength={MAX_SNAPSHOT_NAME}
        placeholder={t('“Before the new ending”')}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" data-testid="save-snapshot" disabled={name.trim() === '' || busy}>
        <BookmarkPlus size={16} aria-hidden />
        {t('Save a snapshot')}
      </Button>
    </form>
  );
}
