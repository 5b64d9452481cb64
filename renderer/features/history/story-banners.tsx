// Sentences above every view about the story itself: it can only be read, newer text was found, pictures are missing, somebody else
// works in its folder. The engine's own sentence is the board's.
import { FileWarning, History, ImageOff, Lock } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { OutsideState } from '../../../common/ipc/contract';
import { formatDateTime, sentenceGap } from '../../i18n/format';
import { saidByMain } from '../../i18n/from-main';
import { t } from '../../i18n/translate';
import { Banner } from '../../ui/banner';
import { Button } from '../../ui/button';
import { useOutside, useRecovery, useSession, useWorkspace } from '../workspace/use-workspace';
import './history.css';

export function StoryBanners(): ReactNode {
  return (
    <div className="story-banners">
      <ReadOnlyBanner />
      <OutsideBanner />
      <RecoveryBanner />
      <MissingPicturesBanner />
    </div>
  );
}

function CopyAndLog(): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  return (
    <>
      <Button size="small" onClick={() => void workspace.saveCopy(session)}>
        {t('Save a copy')}
      </Button>
      <Button size="small" tone="quiet" onClick={() => void workspace.api.client.app.openLog().catch(workspace.report)}>
        {t('Open log')}
      </Button>
    </>
  );
}

function ReadOnlyBanner(): ReactNode {
  const workspace = useWorkspace();
  const { readOnly, storyId } = useSession();
  if (readOnly === null) return null;
  const actions = (
    <>
      {readOnly.offersLastGoodCopy && (
        <Button
          size="small"
          tone="primary"
          data-testid="open-last-good"
          onClick={() => void workspace.openLastGoodCopy(storyId)}
        >
          {t('Open the last good copy')}
        </Button>
      )}
      {readOnly.offersTakeOver && (
        <Button
          size="small"
          tone="primary"
          data-testid="open-anyway"
          onClick={() => void workspace.openAnyway(storyId)}
        >
          {t('Open anyway')}
        </Button>
      )}
      <CopyAndLog />
    </>
  );
  return (
    <Banner icon={<Lock size={18} aria-hidden />} testId="read-only" actions={actions}>
      <strong>{t('This story is open for reading only.')}</strong>
      {sentenceGap()}
      {saidByMain(readOnly.reason)}
      {sentenceGap()}
      {readOnly.offersTakeOver && t('If you open it anyway, the other studio can no longer save it.')}
    </Banner>
  );
}

const outsideWords = (state: Exclude<OutsideState, 'none'>): { readonly title: string; readonly text: string } => {
  switch (state) {
    case 'changed':
      return {
        title: t('Another program has changed this story.'),
        text: t('Nothing is saved until you choose. The other one stays in the history.'),
      };
    case 'unreadable':
      return {
        title: t('Another program has changed this story, and it cannot be read any more.'),
        text: t('Your words are here. Keeping yours puts the broken file by.'),
      };
    case 'missing':
      return {
        title: t('The folder of this story is gone.'),
        text: t(
          'It was moved, renamed or deleted. Your words are still here: save a copy, or open the folder where it is now.',
        ),
      };
    case 'taken':
      return {
        title: t('Another studio has taken this story over.'),
        text: t('Nothing is saved here any more, unless you take it back.'),
      };
  }
};

function OutsideBanner(): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const state = useOutside();
  const [busy, setBusy] = useState(false);
  if (state === 'none') return null;
  const { title, text } = outsideWords(state);
  const doing = (work: () => Promise<void>) => () => {
    setBusy(true);
    work()
      .catch(workspace.report)
      .finally(() => setBusy(false));
  };
  const loadTheirs = async (): Promise<void> => {
    const { story } = await workspace.api.client.story.readOutside({ storyId: session.storyId });
    if (story !== null) await session.loadTheirs(story);
  };
  const actions = (
    <>
      {state !== 'missing' && (
        <Button size="small" tone="primary" disabled={busy} data-testid="keep-mine" onClick={doing(session.keepMine)}>
          {state === 'taken' ? t('Take it back') : t('Keep mine')}
        </Button>
      )}
      {state === 'changed' && (
        <>
          <Button size="small" disabled={busy} data-testid="load-theirs" onClick={doing(loadTheirs)}>
            {t('Load theirs')}
          </Button>
          <Button
            size="small"
            data-testid="compare-theirs"
            onClick={() => workspace.ui.actions.openDialog({ kind: 'compare-outside' })}
          >
            {t('Compare')}
          </Button>
        </>
      )}
      {state === 'missing' && (
        <Button size="small" onClick={() => void workspace.openFolder()}>
          {t('Open a story folder…')}
        </Button>
      )}
      {state !== 'changed' && <CopyAndLog />}
    </>
  );
  return (
    <Banner tone="danger" icon={<FileWarning size={18} aria-hidden />} testId="outside" actions={actions}>
      <strong>{title}</strong>
      {sentenceGap()}
      {text}
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
      {session.readOnly === null && (
        <Button
          size="small"
          tone="primary"
          data-testid="recovery-restore"
          onClick={() => void session.restoreRecovered().catch(workspace.report)}
        >
          {t('Restore')}
        </Button>
      )}
      <Button
        size="small"
        data-testid="recovery-compare"
        onClick={() => workspace.ui.actions.openDialog({ kind: 'compare-recovery' })}
      >
        {t('Compare')}
      </Button>
      {session.readOnly === null && (
        <Button
          size="small"
          tone="quiet"
          data-testid="recovery-discard"
          onClick={() => void session.discardRecovered().catch(workspace.report)}
        >
          {t('Discard')}
        </Button>
      )}
    </>
  );
  return (
    <Banner icon={<History size={18} aria-hidden />} testId="recovery" actions={actions}>
      <strong>{t('There is newer text from {time}.', { time: formatDateTime(recovered.at) })}</strong>
      {sentenceGap()}
      {t('The studio closed before it was saved. What you discard stays in the history.')}
    </Banner>
  );
}

function MissingPicturesBanner(): ReactNode {
  const { missingPictures } = useSession();
  const [closed, setClosed] = useState(false);
  if (missingPictures === 0 || closed) return null;
  const actions = (
    <Button size="small" tone="quiet" onClick={() => setClosed(true)}>
      {t('I see')}
    </Button>
  );
  return (
    <Banner icon={<ImageOff size={18} aria-hidden />} testId="missing-pictures" actions={actions}>
      <strong>
        {t(
          '{count, plural, one {One picture of this story is} other {# pictures of this story are}} not in its folder.',
          {
            count: missingPictures,
          },
        )}
      </strong>
      {sentenceGap()}
      {t('The words are whole. Put the files back into “assets”, or draw the pictures again.')}
    </Banner>
  );
}
