// Whether the story is on disk, said truthfully: "Saved 14:02, checked" only after main has read the file back.
import { Check, CircleAlert, Loader, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { oneLineFrom } from '../../api/writer-words';
import { Button } from '../../ui/button';
import { useSaveStatus, useSession, useWorkspace } from '../workspace/use-workspace';

const clock = (iso: string): string =>
  new Date(iso).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });

export function SaveStatus(): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const status = useSaveStatus();
  if (session.readOnly !== null) {
    return (
      <span className="save-status" data-testid="save-status" data-state="read-only">
        <Lock size={14} aria-hidden /> Reading only
      </span>
    );
  }
  if (status.kind === 'failed') {
    const reason = oneLineFrom(status.failure);
    return (
      <span className="save-status" data-testid="save-status" data-state="failed" role="alert" title={reason}>
        <CircleAlert size={14} aria-hidden />
        <span className="save-status-words">Not saved: {reason}</span>
        <Button size="small" onClick={() => void session.autosave.flush()}>
          Try again
        </Button>
        <Button size="small" tone="primary" data-testid="save-copy" onClick={() => void workspace.saveCopy(session)}>
          Save a copy
        </Button>
      </span>
    );
  }
  return (
    <span className="save-status" data-testid="save-status" data-state={status.kind} role="status">
      {status.kind === 'saving' ? (
        <>
          <Loader size={14} aria-hidden /> Saving…
        </>
      ) : (
        <>
          <Check size={14} aria-hidden /> {status.at === null ? 'Saved' : `Saved ${clock(status.at)}, checked`}
        </>
      )}
    </span>
  );
}
