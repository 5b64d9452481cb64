// Which words of the writer the model will learn as somebody new, told before the start; how to say what a hero is, where there are none.
import type { ReactNode } from 'react';
import type { TuningEstimate, TuningPlan } from '../../../common/domain/tuning';
import { useEngine } from '../../api/use-studio';
import { formatSeries } from '../../i18n/format';
import { t } from '../../i18n/translate';

interface NewWordsLineProps {
  /** Any of them: the words are the same for every preset. Undefined until one is there. */
  readonly estimate: TuningEstimate | undefined;
  readonly plan: TuningPlan;
}

/** Keeps its place until an estimate is there; nothing for a bundle that names no characters of its own, which learns no words so. */
export function NewWordsLine({ estimate, plan }: NewWordsLineProps): ReactNode {
  const { bundle } = useEngine();
  if (bundle === null || bundle.knows.characters.length === 0) return null;
  return (
    <p className="tune-quiet tune-new-words" role="status" data-testid="tune-new-words">
      {estimate !== undefined && wordsOf(estimate, plan)}
    </p>
  );
}

function wordsOf({ newWords }: TuningEstimate, { parts }: TuningPlan): string {
  if (newWords.length > 0)
    return t('New to the model, learned as somebody: {words}.', { words: formatSeries(newWords) });
  if (parts !== 'both') return '';
  return t(
    'The words name nobody new to the model. If your hero is, say what it is in the words of at least two pictures: “Mimi the axolotl”.',
  );
}
