// Sentences at the head of the page: read-only, recovered text, an engine that restarts or has failed. The board stays usable.
import { History, Lock, RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEngine } from '../../api/use-studio';
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
          Open the last good copy
        </Button>
      )}
      <Button size="small" onClick={() => void workspace.saveCopy(session)}>
        Save a copy
      </Button>
    </>
  );
  return (
    <Banner icon={<Lock size={18} aria-hidden />} testId="read-only" actions={actions}>
      <strong>This story is open for reading only.</strong> {readOnly.reason}
    </Banner>
  );
}

const timeOf = (iso: string): string =>
  new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function RecoveryBanner(): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const recovered = useRecovery();
  if (recovered === null) return null;
  const actions = (
    <>
      <Button size="small" tone="primary" data-testid="recovery-restore" onClick={session.restoreRecovered}>
        Restore
      </Button>
      <Button
        size="small"
        data-testid="recovery-compare"
        onClick={() => workspace.ui.actions.openDialog({ kind: 'compare-recovery' })}
      >
        Compare
      </Button>
      <Button
        size="small"
        tone="quiet"
        data-testid="recovery-discard"
        onClick={() => void session.discardRecovered().catch(workspace.report)}
      >
        Discard
      </Button>
    </>
  );
  return (
    <Banner icon={<History size={18} aria-hidden />} testId="recovery" actions={actions}>
      <strong>There is newer text from {timeOf(recovered.at)}.</strong> The studio closed before it was saved.
    </Banner>
  );
}

function EngineBanner(): ReactNode {
  const { state, message, restarts } = useEngine();
  const { api, report } = useWorkspace();
  if (state === 'restarting') {
    return (
      <Banner icon={<RotateCw size={18} aria-hidden />} testId="engine-restarting">
        <strong>The engine is starting again.</strong>{' '}
        {message === '' ? 'Your story is safe; you can go on writing meanwhile.' : message}
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
            Start it again
          </Button>
          <Button size="small" tone="quiet" onClick={() => void api.client.app.openLog().catch(report)}>
            Open log
          </Button>
        </>
      }
    >
      <strong>The engine is not running{restarts > 0 ? `, after ${restarts} tries` : ''}.</strong>{' '}
      {message === ''
        ? 'You can write, add pictures and export; only writing and drawing by the model waits.'
        : message}
    </Banner>
  );
}
