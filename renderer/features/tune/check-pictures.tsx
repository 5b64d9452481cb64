// Step 2: the data set as it is: every picture with its words and what is wrong with it, and which are kept back to measure by.
import { Sparkles, Square, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { itemProblemSchema, type TuningDataSet } from '../../../common/domain/tuning-data-set';
import { useEngine } from '../../api/use-studio';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { useWorkspace } from '../workspace/use-workspace';
import { CheckedPicture } from './checked-picture';
import { problemCountWords } from './tune-words';
import { TunePage } from './tune-page';

interface CheckPicturesProps {
  readonly dataSet: TuningDataSet;
  readonly onChange: (dataSet: TuningDataSet) => void;
  readonly onBack: () => void;
  readonly onNext: () => void;
}

export function CheckPictures({ dataSet, onChange, onBack, onNext }: CheckPicturesProps): ReactNode {
  const { api, report } = useWorkspace();
  const { state } = useEngine();
  const { counts, refusal, items } = dataSet;
  const wordless = items.filter(({ asset, caption }) => asset !== null && caption.trim() === '');
  const [left, setLeft] = useState<number | null>(null); // how many are still to be described; null: nobody describes
  const isStopped = useRef(false);
  useEffect(
    () => () => {
      isStopped.current = true;
    },
    [],
  );
  const change = (itemId: string, wish: { caption?: string; isLeftOut?: boolean }): void => {
    api.client.tuning.change({ dataSetId: dataSet.id, items: [{ id: itemId, ...wish }] }).then(onChange, report);
  };
  const describe = async (): Promise<void> => {
    isStopped.current = false;
    try {
      for (const [index, { id }] of wordless.entries()) {
        setLeft(wordless.length - index);
        const set = await api.client.tuning.describe({ dataSetId: dataSet.id, itemId: id });
        if (isStopped.current) return;
        onChange(set);
      }
    } catch (thrown) {
      if (!isStopped.current) report(thrown);
    } finally {
      setLeft(null);
    }
  };
  const problems = itemProblemSchema.options.filter((problem) => (counts.problems[problem] ?? 0) > 0);
  const foot = (
    <>
      <Button tone="quiet" onClick={onBack}>
        {t('Back')}
      </Button>
      <span className="tune-foot-words" role="status" data-testid="tune-counts">
        {t(
          '{learned, plural, one {# picture to learn from} other {# pictures to learn from}}, {keptBack} kept back to measure by',
          {
            learned: counts.learned,
            keptBack: counts.keptBack,
          },
        )}
      </span>
      <Button tone="primary" disabled={refusal !== null} data-testid="tune-next" onClick={onNext}>
        {t('Go on')}
      </Button>
    </>
  );
  return (
    <TunePage
      step={2}
      title={t('Look at what it will learn')}
      note={t(
        'It learns best when the words say plainly what is to be seen, with the name of your hero and what it is: “Mimi the axolotl”.',
      )}
      foot={foot}
      testId="tune-check"
    >
      {refusal !== null && (
        <p className="tune-refusal" role="alert" data-testid="tune-refusal">
          <TriangleAlert size={18} aria-hidden />
          <span>
            {t(
              '{usable, plural, =0 {No picture can be used yet.} one {Only # picture can be used.} other {Only # pictures can be used.}} At least {minimum} with words are needed: add panels or drawings, or say what is to be seen.',
              refusal,
            )}
          </span>
        </p>
      )}
      <div className="tune-summary">
        <p>
          {problems.length === 0
            ? t('Nothing is wrong with these pictures.')
            : problems.map((problem) => problemCountWords(problem, counts.problems[problem] ?? 0)).join(' · ')}
        </p>
        {left !== null ? (
          <Button
            size="small"
            onClick={() => {
              isStopped.current = true;
              setLeft(null);
            }}
          >
            <Square size={12} fill="currentColor" aria-hidden />
            {t('Stop: {left} left', { left })}
          </Button>
        ) : (
          wordless.length > 0 && (
            <Button
              size="small"
              disabled={state !== 'ready'}
              data-testid="tune-describe"
              onClick={() => void describe()}
            >
              <Sparkles size={14} aria-hidden />
              {t('Propose words for {count}', { count: wordless.length })}
            </Button>
          )
        )}
      </div>
      <ul className="tune-items">
        {items.map((item) => (
          <CheckedPicture
            key={item.id}
            setId={dataSet.id}
            item={item}
            original={items.find(({ id }) => id === item.duplicateOf) ?? null}
            onChange={(wish) => change(item.id, wish)}
          />
        ))}
      </ul>
    </TunePage>
  );
}
