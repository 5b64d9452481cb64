// What is said of an adapter in short: what it changes, which words it brings, and where it comes from.
import type { AdapterParts, AdapterSummary } from '../../../common/domain/adapter';
import { formatSeries } from '../../i18n/format';
import { saidByMain } from '../../i18n/from-main';
import { t } from '../../i18n/translate';

/** What it changes and which words it brings; why it cannot be used, where it cannot. */
export function adapterWords({ parts, state, trouble }: AdapterSummary): string {
  if (state !== 'ready') return saidByMain(trouble);
  return [changeWords(parts), knowsWords(parts)].filter((words) => words !== '').join(' · ');
}

function changeWords(parts: AdapterParts): string {
  const draws = parts.look !== undefined || parts.mapper || parts.vokens;
  if (draws && parts.voice !== undefined) return t('How it draws and how it writes');
  return draws ? t('How it draws') : t('How it writes');
}

/** The characters that it brings words for; empty where it brings none. */
export const knowsWords = ({ words = [] }: Pick<AdapterParts, 'words'>): string =>
  words.length === 0 ? '' : t('Knows: {words}', { words: formatSeries(words) });

/** Where it comes from. */
export function originWords({ training, bundle }: AdapterSummary): string {
  if (training !== null)
    return t('Learned from {panels, plural, one {# panel} other {# panels}}', { panels: training.trainedOn.panels });
  return bundle === null ? t('Made elsewhere') : t('Imported');
}
