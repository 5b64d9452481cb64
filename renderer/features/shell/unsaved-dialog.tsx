// Closing a window whose story cannot be saved: the writer decides, and can take a copy to another place first.
import type { ReactNode } from 'react';
import { oneLineFrom } from '../../api/writer-words';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { useSaveStatus, useSession, useWorkspace } from '../workspace/use-workspace';

export function UnsavedDialog(): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const status = useSaveStatus();
  const close = (): void => workspace.ui.actions.openDialog(null);
  const leave = (): void => void workspace.api.client.menu.readyToClose().catch(workspace.report);
  const foot = (
    <>
      <Button tone="danger" onClick={leave}>
        {t('Close without saving')}
      </Button>
      <Button onClick={close}>{t('Stay')}</Button>
      <Button tone="primary" onClick={() => void workspace.saveCopy(session)}>
        {t('Save a copy')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('The story is not saved')} onClose={close} foot={foot} testId="unsaved">
      <p>{status.kind === 'failed' ? oneLineFrom(status.failure) : t('The last changes could not be written.')}</p>
    </Dialog>
  );
}
