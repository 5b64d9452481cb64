// How much a drawing over another may change, in words. Pure.
import { t } from '../../i18n/translate';

export function strengthWords(strength: number): string {
  if (strength < 0.3) return t('a little');
  if (strength < 0.5) return t('somewhat');
  if (strength < 0.7) return t('clearly');
  if (strength < 0.95) return t('a lot');
  return t('completely');
}
