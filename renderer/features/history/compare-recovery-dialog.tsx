// The saved story beside the text that was found after a crash: only the panels that differ.
import type { ReactNode } from 'react';
import { compareStories } from '../../editor/compare-stories';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { useEditor, useRecovery, useSession, useWorkspace } from '../workspace/use-workspace';
import { StoryComparison } from './story-comparison';

export function CompareRecoveryDialog(): ReactNode {
  const { ui, report } = useWorkspace();
  const session = useSession();
  const saved = useEditor((state) => state.story);
  const recovered = useRecovery();
  if (recovered === null) return null;
  const close = (): void => ui.actions.openDialog(null);
  const foot = (
    <>
      <Button
        tone="quiet"
        onClick={() => {
          close();
          session.discardRecovered().catch(report);
        }}
      >
        {t('Discard the recovered text')}
      </Button>
      <Button
        tone="primary"
        onClick={() => {
          close();
          session.restoreRecovered().catch(report);
        }}
      >
        {t('Restore it')}
      </Button>
    </>
  );
  return (
    <Dialog
      title={t('Saved and recovered')}
      description={t('Restoring is one step that you can undo.')}
      width="wide"
      forReading
      onClose={close}
      foot={foot}
      testId="compare-recovery"
    >
      <StoryComparison
        rows={compareStories(saved, recovered.story)}
        beforeTitle={t('Saved')}
        afterTitle={t('Recovered')}
      />
    </Dialog>
  );
}
