// Kinds of cards in the words of the interface. Pure.
import type { CastCard } from '../../../common/domain/story';
import { t } from '../../i18n/translate';

export function kindWords(kind: CastCard['kind']): string {
  switch (kind) {
    case 'character':
      return t('Character');
    case 'place':
      return t('Place');
    case 'thing':
      return t('Thing');
  }
}

export const cardTitle = (card: Pick<CastCard, 'name' | 'kind'>): string =>
  card.name.trim() === '' ? t('{kind} without a name', { kind: kindWords(card.kind) }) : card.name;
