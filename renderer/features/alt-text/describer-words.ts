// Who described a picture, in a writer's words. Pure.
import type { Origin, Panel, PictureVariant } from '../../../common/domain/story';
import { t } from '../../i18n/translate';

const describers: Record<Origin, () => string> = {
  human: () => t('Described by you'),
  model: () => t('Proposed by the model'),
  'model-edited': () => t('Proposed by the model, edited by you'),
};

export function describerWords(panel: Panel, { alt, altOrigin }: PictureVariant): string {
  if (alt.trim() === '') return t('Not described yet');
  if (alt.trim() === panel.text.trim()) return t('The words of the panel: readers hear them twice');
  return describers[altOrigin]();
}
