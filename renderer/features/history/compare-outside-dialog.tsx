// The story as it is here beside what another program has written into its folder.
import { useEffect, useState, type ReactNode } from 'react';
import type { Story } from '../../../common/domain/story';
import { compareStories } from '../../editor/compare-stories';
import { saidByMain } from '../../i18n/from-main';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { useEditor, useSession, useWorkspace } from '../workspace/use-workspace';
import { StoryComparison } from './story-comparison';

export function CompareOutsideDialog(): ReactNode {
  const { ui, api, report } = useWorkspace();
  const session = useSession();
  const mine = useEditor((state) => state.story);
  const [found, setFound] = useState<{ readonly story: Story | null; readonly reason: string } | null>(null);
  const close = (): void => ui.actions.openDialog(null);
  useEffect(() => {
    let left = false;
    api.client.story.readOutside({ storyId: session.storyId }).then((answer) => !left && setFound(answer), report);
    return () => {
      left = true;
    };
  }, [api, session, report]);
  const theirs = found?.story ?? null;
  const foot = (
    <>
      <Button
        data-testid="outside-keep-mine"
        onClick={() => {
          close();
          session.keepMine().catch(report);
        }}
      >
        {t('Keep mine')}
      </Button>
      {theirs !== null && (
        <Button
          tone="primary"
          onClick={() => {
            close();
            session.loadTheirs(theirs).catch(report);
          }}
        >
          {t('Load theirs')}
        </Button>
      )}
    </>
  );
  return (
    <Dialog
      title={t('Here and in the folder')}
      description={t('Whichever you take, the other stays in the history.')}
      width="wide"
      forReading
      onClose={close}
      foot={foot}
      testId="compare-outside"
    >
      {found === null && <p aria-busy>{t('Reading…')}</p>}
      {found !== null && theirs === null && <p role="alert">{saidByMain(found.reason)}</p>}
      {theirs !== null && (
        <StoryComparison rows={compareStories(mine, theirs)} beforeTitle={t('Here')} afterTitle={t('In the folder')} />
      )}
    </Dialog>
  );
}
