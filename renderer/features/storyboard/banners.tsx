// Sentences at the head of the page: read-only, recovered text, an engine that restarts or has failed. The board stays usable.
import { History, Lock, RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEngine } from '../../api/use-studio';
import { formatDateTime } from '../../i18n/format';
import { saidByMain } from '../../i18n/from-main';
import { t } from '../../i18n/translate';
import { Banner } from '../../ui/banner';
import { Button } from '../../ui/button';
import { useRecovery, useSession, useWorkspace } from '../workspace/use-workspace';

export function Banners(): ReactNode {
  return (
    <div className="banners">
      <ReadOnlyBanner />
      <RecoveryBanner />
      <EngineBanner />
    </div>
  );
}

function ReadOnlyBanner(): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const { readOnly } = session;
  if (readOnly === null) return null;
  const actions = (
    <>
      {readOnly.offersLastGoodCopy && (
        <Button
          size="small"
          tone="primary"
          data-testid="open-last-good"
          onClick={() => void workspace.openLastGoodCopy(session.storyId)}
        >
          {t('Open the last good copy')}
        </Button>
      )}
      <Button size="small" onClick={() => void workspace.saveCopy(session)}>
        {t('Save a copy')}
      </Button>
    </>
  );
  return (
    <Banner icon={<Lock size={18} aria-hidden />} testId="read-only" actions={actions}>
      <strong>{t('This story is open for reading only.')}</strong> {saidByMain(readOnly.reason)}
    </Banner>
  );
}

function RecoveryBanner(): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const recovered = useRecovery();
  if (recovered === null) return null;
  const actions = (
    <>
      <Button size="small" tone="primary" data-testid="recovery-restore" onClick={session.restoreRecovered}>
        {t('Restore')}
      </Button>
      <Button
        size="small"
        data-testid="recovery-compare"
        onClick={() => workspace.ui.actions.openDialog({ kind: 'compare-recovery' })}
      >
        {t('Compare')}
      </Button>
      <Button
        size="small"
        tone="quiet"
        data-testid="recovery-discard"
        onClick={() => void session.discardRecovered().catch(workspace.report)}
      >
        {t('Discard')}
      </Button>
    </>
  );
  return (
    <Banner icon={<History size={18} aria-hidden />} testId="recovery" actions={actions}>
      <strong>{t('There is newer text from {time}.', { time: formatDateTime(recovered.at) })}</strong>{' '}
      {t('The studio closed before it was saved.')}
    </Banner>
  );
}

function EngineBanner(): ReactNode {
  const { state, message, restarts } = useEngine();
  const { api, report } = useWorkspace();
  if (state === 'restarting') {
    return (
      <Banner icon={<RotateCw size={18} aria-hidden />} testId="engine-restarting">
        <strong>{t('The engine is starting again.')}</strong>{' '}
        {message === '' ? t('Your story is safe; you can go on writing meanwhile.') : saidByMain(message)}
      </Banner>
    );
  }
  if (state !== 'failed') return null;
  return (
    <Banner
      tone="danger"
      icon={<TriangleAlert size={18} aria-hidden />}
      testId="engine-failed"
      actions={
        <>
          <Button size="small" onClick={() => void api.client.engine.restart().catch(report)}>
            {t('Start it again')}
          </Button>
          <Button size="small" tone="quiet" onClick={() => void api.client.app.openLog().catch(report)}>
            {t('Open log')}
          </Button>
        </>
      }
    >
      <strong>
        {restarts > 0
          ? t('The engine is not running, after {restarts, plural, one {# try} other {# tries}}.', { restarts })
          : t('The engine is not running.')}
      </strong>{' '}
      {message === ''
        ? t('You can write, add pictures and export; only writing and drawing by the model waits.')
        : saidByMain(message)}
    </Banner>
  );
}
