// What is said of an adapter in short: what it changes, and where it comes from.
import type { AdapterSummary } from '../../../common/domain/adapter';
import { saidByMain } from '../../i18n/from-main';
import { t } from '../../i18n/translate';

/** What it changes; why it cannot be used, where it cannot. */
export function adapterWords({ parts, state, trouble }: AdapterSummary): string {
  if (state !== 'ready') return saidByMain(trouble);
  const draws = parts.look !== undefined || parts.mapper || parts.vokens;
  if (draws && parts.voice !== undefined) return t('How it draws and how it writes');
  return draws ? t('How it draws') : t('How it writes');
}

/** Where it comes from. */
export function originWords({ training, bundle }: AdapterSummary): string {
  if (training !== null)
    return t('Learned from {panels, plural, one {# panel} other {# panels}}', { panels: training.trainedOn.panels });
  return bundle === null ? t('Made elsewhere') : t('Imported');
}
