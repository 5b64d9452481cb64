// A sentence at the head of the board: an engine that restarts or has failed. What is to be said of the story itself stands above
// every view (features/history/story-banners.tsx).
import { RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEngine } from '../../api/use-studio';
import { saidByMain } from '../../i18n/from-main';
import { t } from '../../i18n/translate';
import { Banner } from '../../ui/banner';
import { Button } from '../../ui/button';
import { useWorkspace } from '../workspace/use-workspace';

export function Banners(): ReactNode {
  return (
    <div className="banners">
      <EngineBanner />
    </div>
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
