// The last net: when the page itself breaks, the writer still gets a copy of the story and the log.
import { Component, type ReactNode } from 'react';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import type { Workspace } from '../workspace/workspace';

interface ErrorBoundaryProps {
  readonly workspace: Workspace;
  readonly children: ReactNode;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    const { workspace } = this.props;
    const { session } = workspace.store.getState();
    return (
      <main className="opening" data-testid="error-screen">
        <div role="alert" className="opening-words">
          <h1>{t('Something in the window broke')}</h1>
          <p>{t('Your story is still here. Save a copy to be sure, then load the window again.')}</p>
        </div>
        <div className="opening-actions">
          <Button tone="primary" onClick={() => window.location.reload()}>
            {t('Load again')}
          </Button>
          {session !== null && <Button onClick={() => void workspace.saveCopy(session)}>{t('Save a copy')}</Button>}
          <Button tone="quiet" onClick={() => void workspace.api.client.app.openLog().catch(workspace.report)}>
            {t('Open log')}
          </Button>
        </div>
      </main>
    );
  }
}
