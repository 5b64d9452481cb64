// "What the model sees": everything that it would be told for a panel, in the order in which it reads, how much of its window that takes,
// and what did not fit.
import { Scissors } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { Failure } from '../../../common/domain/job';
import type { PromptInspection } from '../../../common/domain/prompt-inspection';
import { useEngine } from '../../api/use-studio';
import { failureFrom, oneLineFrom } from '../../api/writer-words';
import { panelIndexOf } from '../../editor/selectors';
import { formatNumber, formatSentences, sentenceGap } from '../../i18n/format';
import { t } from '../../i18n/translate';
import { Dialog } from '../../ui/dialog';
import { useEditor, useWorkspace } from '../workspace/use-workspace';
import { contextQuestionOf } from './context-question';
import { ContextPart } from './context-part';
import { groupsOf } from './part-groups';
import './context.css';

/** Of a very long story only the nearest of what is left out is listed. */
const MAX_LEFT_OUT = 60;

type Answer = { readonly inspection: PromptInspection } | { readonly failure: Failure };

export function ContextDialog({ panelId }: { readonly panelId: string | null }): ReactNode {
  const { api, ui } = useWorkspace();
  const { bundle, state } = useEngine();
  const story = useEditor((editor) => editor.story);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const { before } = contextQuestionOf(story, panelId, bundle);
  useEffect(() => {
    let isCurrent = true;
    const { input } = contextQuestionOf(story, panelId, bundle);
    api.client.generate.inspect(input).then(
      (inspection) => isCurrent && setAnswer({ inspection }),
      (thrown: unknown) => isCurrent && setAnswer({ failure: failureFrom(thrown) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [api, story, panelId, bundle, state]);
  const number = panelId === null ? null : panelIndexOf(story, panelId) + 1;
  return (
    <Dialog
      title={t('What the model sees')}
      description={
        number === null
          ? t('When it goes on at the end of the story.')
          : t('When it works on panel {number}.', { number })
      }
      width="wide"
      forReading
      onClose={() => ui.actions.openDialog(null)}
      testId="context-dialog"
    >
      {answer === null ? (
        <p aria-busy>{t('Asking the engine')}</p>
      ) : 'failure' in answer ? (
        <p role="alert">{oneLineFrom(answer.failure)}</p>
      ) : (
        <>
          <Budget inspection={answer.inspection} />
          <ol className="context-parts" data-testid="context-parts">
            {groupsOf(answer.inspection.parts).map((group, index) =>
              group.kind === 'part' ? (
                <ContextPart key={index} part={group.part} before={before} />
              ) : (
                <li key={index} className="context-left-out" data-testid="context-left-out">
                  <details>
                    <summary>
                      {t('{count, plural, one {# part is left out} other {# parts are left out}}', {
                        count: group.parts.length,
                      })}
                    </summary>
                    <ol className="context-parts">
                      {group.parts.slice(-MAX_LEFT_OUT).map((part, at) => (
                        <ContextPart key={at} part={part} before={before} />
                      ))}
                    </ol>
                  </details>
                </li>
              ),
            )}
          </ol>
        </>
      )}
    </Dialog>
  );
}

function Budget({ inspection }: { readonly inspection: PromptInspection }): ReactNode {
  const { budget, used, parts } = inspection;
  const share = budget === 0 ? 1 : Math.min(1, used / budget);
  const leftOut = parts.filter(({ state }) => state === 'left-out').length;
  const cut = parts.filter(({ state }) => state === 'cut').length;
  return (
    <section className="context-budget" aria-label={t('How much it can read at once')}>
      <p>
        {t('It can read about {budget} pieces of words and pictures at once; this takes {used} of them.', {
          budget: formatNumber(budget),
          used: formatNumber(used),
        })}
        {sentenceGap()}
        {share < 0.75 && leftOut + cut === 0 && t('There is room for more.')}
      </p>
      <div
        className="context-bar"
        role="meter"
        aria-label={t('Used')}
        aria-valuemin={0}
        aria-valuemax={budget}
        aria-valuenow={Math.min(used, budget)}
        aria-valuetext={t('{used} of {budget}', { used: formatNumber(used), budget: formatNumber(budget) })}
        data-testid="context-budget"
      >
        {parts
          .filter(({ state }) => state !== 'left-out')
          .map(({ kind, tokens }, index) => (
            <span key={index} data-kind={kind} style={{ width: `${(100 * tokens) / Math.max(1, budget)}%` }} />
          ))}
      </div>
      {leftOut + cut > 0 && (
        <p className="context-cut" data-testid="context-cut">
          <Scissors size={15} aria-hidden />
          <span>
            {formatSentences([
              leftOut === 0
                ? ''
                : t(
                    '{count, plural, one {# part did not fit and is left out.} other {# parts did not fit and are left out.}}',
                    { count: leftOut },
                  ),
              cut === 0
                ? ''
                : t('{count, plural, one {# part is shortened.} other {# parts are shortened.}}', { count: cut }),
              t('What is nearest to the panel stays.'),
            ])}
          </span>
        </p>
      )}
    </section>
  );
}
