// The window's content: the screens before a story is open, then toolbar, board and whatever lies above them.
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { StudioApiContext } from './api/use-studio';
import { writerWordsFrom } from './api/writer-words';
import { StoryBanners } from './features/history/story-banners';
import { Dialogs } from './features/shell/dialogs';
import { ErrorBoundary } from './features/shell/error-boundary';
import { StoryView } from './features/shell/story-view';
import { Toolbar } from './features/shell/toolbar';
import { useShortcuts } from './features/shell/use-shortcuts';
import { useWindowEvents } from './features/shell/use-window-events';
import { useTheme } from './features/settings/use-theme';
import { useTuningNews } from './features/tune/use-tuning-news';
import { useLanguage } from './i18n/language';
import { i18n, t } from './i18n/translate';
import { I18nProvider } from './i18n/trans';
import { SessionContext, useInterface, useWorkspace, WorkspaceContext } from './features/workspace/use-workspace';
import type { Workspace } from './features/workspace/workspace';
import { Button } from './ui/button';
import { Toasts } from './ui/toast';

export function App({ workspace }: { readonly workspace: Workspace }): ReactNode {
  useLanguage(); // another language renders everything below anew, and keeps what is typed and open
  return (
    <I18nProvider i18n={i18n}>
      <StudioApiContext value={workspace.api}>
        <WorkspaceContext value={workspace}>
          <ErrorBoundary workspace={workspace}>
            <StudioWindow />
          </ErrorBoundary>
          <Messages />
        </WorkspaceContext>
      </StudioApiContext>
    </I18nProvider>
  );
}

function StudioWindow(): ReactNode {
  const workspace = useWorkspace();
  const { session, failure } = useStore(workspace.store);
  useTheme();
  useTuningNews();

  if (session !== null) {
    return (
      <SessionContext key={session.storyId} value={session}>
        <OpenStory />
      </SessionContext>
    );
  }
  if (failure === null) return <main className="opening" aria-busy data-testid="opening" />;
  const words = writerWordsFrom(failure);
  return (
    <main className="opening" data-testid="open-failed">
      <div role="alert" className="opening-words">
        <h1>{words.title}</h1>
        <p>{words.advice}</p>
      </div>
      <div className="opening-actions">
        <Button tone="primary" onClick={() => void workspace.openLast()}>
          {t('Try again')}
        </Button>
        <Button onClick={() => void workspace.createStory(t('Untitled story'))}>{t('New story')}</Button>
        <Button onClick={() => void workspace.openFolder()}>{t('Open a story folder…')}</Button>
        <Button data-testid="copy-folder" onClick={() => void workspace.copyFolder(null)}>
          {t('Save a copy of the files…')}
        </Button>
        <Button tone="quiet" onClick={() => void workspace.api.client.app.openLog().catch(workspace.report)}>
          {t('Open log')}
        </Button>
      </div>
    </main>
  );
}

function OpenStory(): ReactNode {
  useShortcuts();
  useWindowEvents();
  return (
    <>
      <div className="window">
        <Toolbar />
        <StoryBanners />
        <StoryView />
      </div>
      <Dialogs />
    </>
  );
}

/** Toasts, and the sentence that only screen readers hear. */
function Messages(): ReactNode {
  const { ui } = useWorkspace();
  const toasts = useInterface((state) => state.toasts);
  const announcement = useInterface((state) => state.announcement);
  return (
    <>
      <Toasts toasts={toasts} onDismiss={ui.actions.dismissToast} />
      <div className="visually-hidden announcer" aria-live="assertive" data-testid="announcer">
        {announcement}
      </div>
    </>
  );
}
