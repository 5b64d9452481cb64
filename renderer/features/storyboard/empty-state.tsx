// The blank page of a new story: an invitation, not an obstacle.
import { Feather } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEngine } from '../../api/use-studio';
import { Trans } from '../../i18n/trans';
import { t } from '../../i18n/translate';
import { DropZone } from './drop-zone';

export function EmptyState(): ReactNode {
  const { state } = useEngine();
  return (
    <div className="empty-state" data-testid="empty-state">
      <Feather size={34} strokeWidth={1.4} aria-hidden />
      <h2>{t('A blank page')}</h2>
      <p>
        <Trans
          id="Write the first line below and press Enter to see it drawn, drop a picture here, or press <0>Continue</0> and let the model begin."
          components={{ 0: <em /> }}
        />
      </p>
      {state === 'starting' && <p className="empty-note">{t('The model is waking up; you can write already.')}</p>}
      <DropZone
        destination={{ kind: 'new', place: { after: null } }}
        label={t('First panel of the story')}
        testId="drop-new"
      />
    </div>
  );
}
