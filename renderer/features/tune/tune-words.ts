// How a tuning is spoken of: problems of a data set, presets and memory. Words only; states and times are workspace/tuning-words.ts.
import type { TuningPreset } from '../../../common/domain/tuning';
import type { ItemProblem, TuningItem } from '../../../common/domain/tuning-data-set';
import { formatNumber } from '../../i18n/format';
import { t } from '../../i18n/translate';

export const problemWords = (problem: ItemProblem): string => {
  switch (problem) {
    case 'no-picture':
      return t('This panel has no picture.');
    case 'broken-picture':
      return t('This picture cannot be read.');
    case 'too-small':
      return t('Smaller than the model draws: it will look soft.');
    case 'duplicate':
      return t('Looks like another picture here.');
    case 'no-words':
      return t('Nothing says what is to be seen.');
  }
};

/** For a line that counts them. */
export const problemCountWords = (problem: ItemProblem, count: number): string => {
  switch (problem) {
    case 'no-picture':
      return t('{count, plural, one {# panel without a picture} other {# panels without a picture}}', { count });
    case 'broken-picture':
      return t('{count, plural, one {# picture that cannot be read} other {# pictures that cannot be read}}', {
        count,
      });
    case 'too-small':
      return t('{count, plural, one {# small picture} other {# small pictures}}', { count });
    case 'duplicate':
      return t('{count, plural, one {# copy} other {# copies}}', { count });
    case 'no-words':
      return t('{count, plural, one {# without words} other {# without words}}', { count });
  }
};

export const sourceWords = ({ from }: TuningItem): string =>
  from.kind === 'drawing'
    ? from.name
    : t('{story}, panel {number}', { story: from.storyTitle || t('Untitled story'), number: from.number });

export const presetWords = (preset: TuningPreset): { readonly title: string; readonly note: string } => {
  switch (preset) {
    case 'quick':
      return { title: t('Quick'), note: t('Enough to know the hero again.') };
    case 'balanced':
      return { title: t('Balanced'), note: t('Surer in new places and poses.') };
    case 'thorough':
      return { title: t('Thorough'), note: t('For a long book; best left to a quiet hour.') };
  }
};

const GIGABYTE = 1e9;
const MEGABYTE = 1e6;

export const sizeWords = (bytes: number): string =>
  bytes >= GIGABYTE
    ? t('{size} GB', { size: formatNumber(bytes / GIGABYTE, { maximumFractionDigits: 1 }) })
    : t('{size} MB', { size: formatNumber(Math.ceil(bytes / MEGABYTE)) });
