// Why a change was refused, in a writer's words: what is full, and what to do about it. Pure.
import { MAX_PANELS, MAX_VERSIONS, type Refusal } from '../../editor/limits';
import { t } from '../../i18n/translate';

export function refusalWords(reason: Refusal['reason']): string {
  switch (reason) {
    case 'too-many-pictures':
      return t(
        'A panel holds {limit, number} pictures, and this one has as many. Clear some of them in its versions, then try again.',
        { limit: MAX_VERSIONS },
      );
    case 'too-many-texts':
      return t(
        'A panel keeps {limit, number} earlier texts, and this one has as many. Clear some of them in its versions, then try again.',
        { limit: MAX_VERSIONS },
      );
    case 'too-many-panels':
      return t('A story holds {limit, number} panels. Begin a second volume as a new story.', { limit: MAX_PANELS });
    case 'text-too-long':
      return t('That is more text than one panel holds (about 60,000 words). Split it into several panels.');
  }
}
