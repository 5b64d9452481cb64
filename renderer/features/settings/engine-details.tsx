// What runs now: the model, the device that really works, and the ways to start it anew.
import type { ReactNode } from 'react';
import { useEngine } from '../../api/use-studio';
import { saidByMain } from '../../i18n/from-main';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { deviceName } from '../workspace/engine-words';
import { useWorkspace } from '../workspace/use-workspace';

export function EngineDetails(): ReactNode {
  const { api, report } = useWorkspace();
  const { bundle, device, state, isSafeMode } = useEngine();
  return (
    <section className="settings-group engine-details" aria-label={t('The model')}>
      <h3>{t('The model')}</h3>
      <dl>
        <dt>{t('Model')}</dt>
        <dd>{bundle === null ? t('not loaded yet') : saidByMain(bundle.title)}</dd>
        <dt>{t('Runs on')}</dt>
        <dd data-testid="runs-on">
          {device === '' ? t('not known yet') : deviceName(device)}
          {isSafeMode ? t(', in safe mode') : ''}
        </dd>
        <dt>{t('Pictures')}</dt>
        <dd>{bundle === null ? '–' : t('{size} × {size} pixels', { size: bundle.pictureSizePx })}</dd>
      </dl>
      {bundle !== null && bundle.description !== '' && <p className="field-hint">{saidByMain(bundle.description)}</p>}
      <div className="settings-buttons">
        <Button
          size="small"
          disabled={state === 'starting'}
          onClick={() => void api.client.engine.restart().catch(report)}
        >
          {isSafeMode ? t('Leave safe mode') : t('Restart the engine')}
        </Button>
        {!isSafeMode && (
          <Button
            size="small"
            tone="quiet"
            data-testid="start-safe-mode"
            onClick={() => void api.client.engine.startSafeMode().catch(report)}
          >
            {t('Start in safe mode')}
          </Button>
        )}
        <Button size="small" tone="quiet" onClick={() => void api.client.app.openLog().catch(report)}>
          {t('Open log')}
        </Button>
      </div>
      <p className="field-hint">
        {t(
          'Safe mode is slower: one thread on the processor, and nothing kept in memory. It lasts until the app is closed.',
        )}
      </p>
    </section>
  );
}
