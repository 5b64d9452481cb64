// After a restart: work that was not finished, and whether it shall go on. Nothing starts by itself.
import { ListVideo } from 'lucide-react';
import type { ReactNode } from 'react';
import { sentenceGap } from '../../i18n/format';
import { t } from '../../i18n/translate';
import { Banner } from '../../ui/banner';
import { Button } from '../../ui/button';
import { useParked } from './queue-popover';

export function ParkedBanner(): ReactNode {
  const { parked, resumeParked, discardParked } = useParked();
  if (parked.length === 0) return null;
  const actions = (
    <>
      <Button size="small" tone="primary" data-testid="parked-resume" onClick={resumeParked}>
        {t('Resume')}
      </Button>
      <Button size="small" tone="quiet" data-testid="parked-discard" onClick={discardParked}>
        {t('Discard')}
      </Button>
    </>
  );
  return (
    <Banner icon={<ListVideo size={18} aria-hidden />} testId="parked" actions={actions}>
      <strong>
        {t('{count, plural, one {One task waits} other {# tasks wait}} from last time.', { count: parked.length })}
      </strong>
      {sentenceGap()}
      {t('The studio closed before the model was done.')}
    </Banner>
  );
}
