// How the engine is, where it is not simply well: it starts again, it has given up, or another device works than the chosen one.
import { Cpu, RotateCw, TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useEngine } from '../../api/use-studio';
import { saidByMain } from '../../i18n/from-main';
import { sentenceGap } from '../../i18n/format';
import { t } from '../../i18n/translate';
import { Banner } from '../../ui/banner';
import { Button } from '../../ui/button';
import { useWorkspace } from '../workspace/use-workspace';

export function EngineBanner(): ReactNode {
  const { state, trouble } = useEngine();
  if (state === 'restarting') {
    return (
      <Banner icon={<RotateCw size={18} aria-hidden />} testId="engine-restarting">
        <strong>{t('The engine is starting again.')}</strong>
        {sentenceGap()}
        {t('Your story is safe; you can go on writing meanwhile.')}
      </Banner>
    );
  }
  if (state === 'failed') return <FailedBanner />;
  return trouble === 'fell-back' ? <FellBackBanner /> : null;
}

function FailedBanner(): ReactNode {
  const { trouble, message, restarts } = useEngine();
  const { api, report } = useWorkspace();
  const gaveUp = trouble === 'gave-up';
  const actions = (
    <>
      {gaveUp && (
        <Button
          size="small"
          tone="primary"
          data-testid="safe-mode"
          onClick={() => void api.client.engine.startSafeMode().catch(report)}
        >
          {t('Start in safe mode')}
        </Button>
      )}
      <Button size="small" data-testid="engine-restart" onClick={() => void api.client.engine.restart().catch(report)}>
        {t('Start it again')}
      </Button>
      <Button size="small" tone="quiet" onClick={() => void api.client.app.openLog().catch(report)}>
        {t('Open log')}
      </Button>
    </>
  );
  return (
    <Banner tone="danger" icon={<TriangleAlert size={18} aria-hidden />} testId="engine-failed" actions={actions}>
      <strong>
        {restarts > 0
          ? t('The engine is not running, after {restarts, plural, one {# try} other {# tries}}.', { restarts })
          : t('The engine is not running.')}
      </strong>
      {sentenceGap()}
      {gaveUp
        ? t('Your story is safe. Safe mode is slower, but takes little memory and is most likely to work.')
        : message === ''
          ? t('You can write, add pictures and export; only writing and drawing by the model waits.')
          : saidByMain(message)}
    </Banner>
  );
}

function FellBackBanner(): ReactNode {
  const { ui } = useWorkspace();
  const { restarts } = useEngine();
  const [readAt, setReadAt] = useState<number | null>(null);
  if (readAt === restarts) return null;
  const actions = (
    <>
      <Button size="small" onClick={() => ui.actions.openDialog({ kind: 'settings' })}>
        {t('Settings')}
      </Button>
      <Button size="small" tone="quiet" onClick={() => setReadAt(restarts)}>
        {t('All right')}
      </Button>
    </>
  );
  return (
    <Banner icon={<Cpu size={18} aria-hidden />} testId="engine-fell-back" actions={actions}>
      {t('The chosen device could not load the model, so the processor works instead.')}
    </Banner>
  );
}
