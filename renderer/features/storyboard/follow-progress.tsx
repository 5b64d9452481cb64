// A quiet sign on a picture that is being drawn again from its edited words; and, should that fail, why and the way on.
import { RefreshCw, RotateCcw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { writerWordsFrom } from '../../api/writer-words';
import { t } from '../../i18n/translate';
import { IconButton } from '../../ui/button';
import { usePanelFollow, useWorkspace } from '../workspace/use-workspace';
import './picture-signs.css';

export function FollowProgress({ panelId }: { readonly panelId: string }): ReactNode {
  const { runs } = useWorkspace();
  const run = usePanelFollow(panelId);
  if (run === null || run.phase === 'stopping') return null;
  if (run.phase === 'failed') {
    const { title } = writerWordsFrom(run.failure ?? { code: 'internal', message: '' });
    return (
      <div className="follow-progress" data-tone="danger" role="status" data-testid="follow-failed">
        <TriangleAlert size={14} aria-hidden />
        <span>{title}</span>
        <IconButton size="small" label={t('Try again')} onClick={() => runs.tryAgain(run.key)}>
          <RotateCcw size={14} />
        </IconButton>
      </div>
    );
  }
  return (
    <div className="follow-progress" data-testid="follow-progress">
      <RefreshCw size={13} className="follow-progress-sign" aria-hidden />
      <span>{t('Following your words')}</span>
    </div>
  );
}
