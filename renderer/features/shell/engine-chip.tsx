// The engine in three words: is it awake, and on what does it run. Details are in the settings.
import type { ReactNode } from 'react';
import type { EngineStatus } from '../../../common/ipc/contract';
import { useEngine } from '../../api/use-studio';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { deviceName } from '../workspace/engine-words';
import { useWorkspace } from '../workspace/use-workspace';

const words: Record<EngineStatus['state'], () => string> = {
  starting: () => t('Model waking up'),
  ready: () => t('Model ready'),
  restarting: () => t('Model restarting'),
  failed: () => t('Model not running'),
};

export function EngineChip(): ReactNode {
  const { state, device: name, isSafeMode } = useEngine();
  const device = deviceName(name);
  const { ui } = useWorkspace();
  return (
    <Button
      tone="quiet"
      size="small"
      className="engine-chip"
      data-testid="engine-status"
      data-state={state}
      data-safe-mode={isSafeMode ? '' : undefined}
      title={name === '' ? words[state]() : t('{state}, on {device}', { state: words[state](), device })}
      onClick={() => ui.actions.openDialog({ kind: 'settings' })}
    >
      <span className="engine-dot" aria-hidden />
      <span className="engine-words">{isSafeMode && state === 'ready' ? t('Safe mode') : words[state]()}</span>
    </Button>
  );
}
