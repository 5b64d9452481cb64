// Whether the story is on disk, said truthfully: "Saved 14:02, checked" only after main has read the file back.
import { Check, CircleAlert, Loader, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { oneLineFrom } from '../../api/writer-words';
import { formatTime } from '../../i18n/format';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { useSaveStatus, useSession, useWorkspace } from '../workspace/use-workspace';

export function SaveStatus(): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const status = useSaveStatus();
  if (session.readOnly !== null) {
    return (
      <span className="save-status" data-testid="save-status" data-state="read-only">
        <Lock size={14} aria-hidden /> {t('Reading only')}
      </span>
    );
  }
  if (status.kind === 'failed') {
    const reason = oneLineFrom(status.failure);
    return (
      <span className="save-status" data-testid="save-status" data-state="failed" role="alert" title={reason}>
        <CircleAlert size={14} aria-hidden />
        <span className="save-status-words">{t('Not saved. {reason}', { reason })}</span>
        <Button size="small" onClick={() => void session.autosave.flush()}>
          {t('Try again')}
        </Button>
        <Button size="small" tone="primary" data-testid="save-copy" onClick={() => void workspace.saveCopy(session)}>
          {t('Save a copy')}
        </Button>
      </span>
    );
  }
  const saved =
    status.kind === 'saving' || status.at === null
      ? t('Saved')
      : t('Saved {time}, checked', { time: formatTime(status.at) });
  const words = status.kind === 'saving' ? t('Saving…') : saved;
  return (
    <span className="save-status" data-testid="save-status" data-state={status.kind} role="status" title={words}>
      {status.kind === 'saving' ? <Loader size={14} aria-hidden /> : <Check size={14} aria-hidden />}{' '}
      <span className="save-status-saved">{words}</span>
    </span>
  );
}
