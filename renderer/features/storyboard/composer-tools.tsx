// The composer's quiet tools: the cast, what the model sees, and whether pictures follow the words.
import { RefreshCw, RefreshCwOff, ScanEye, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSettings } from '../../api/use-studio';
import { t } from '../../i18n/translate';
import { IconButton } from '../../ui/button';
import { useWorkspace } from '../workspace/use-workspace';

export function ComposerTools(): ReactNode {
  const { api, ui, report } = useWorkspace();
  const follows = useSettings()?.followEdits ?? true;
  const toggle = (): void => {
    api.client.settings.set({ followEdits: !follows }).then(() => {
      ui.actions.announce(follows ? t('Pictures stay as they are.') : t('Pictures follow your words.'));
    }, report);
  };
  return (
    <>
      <IconButton
        label={t('Cast & world')}
        data-testid="open-cast"
        onClick={() => ui.actions.openDialog({ kind: 'cast', cardId: null })}
      >
        <Users size={18} />
      </IconButton>
      <IconButton
        label={t('What the model sees')}
        data-testid="open-context"
        onClick={() => ui.actions.openDialog({ kind: 'context', panelId: null })}
      >
        <ScanEye size={18} />
      </IconButton>
      <IconButton
        label={t('Pictures follow your words')}
        aria-pressed={follows}
        data-testid="follow-switch"
        onClick={toggle}
      >
        {follows ? <RefreshCw size={17} /> : <RefreshCwOff size={17} />}
      </IconButton>
    </>
  );
}
