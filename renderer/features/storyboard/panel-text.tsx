// The words of a panel: a text field that grows with them, and the model's words while they stream in, marked as a suggestion.
import type { ReactNode } from 'react';
import type { Panel } from '../../../common/domain/story';
import { t } from '../../i18n/translate';
import { UnknownWordsNote, withWordReplaced } from '../words/unknown-words-note';
import { useUnknownWords } from '../words/use-unknown-words';
import { WordMarks } from '../words/word-marks';
import { isActive, suggestedText, takenEnd, type Run } from '../workspace/run';
import { useWorkspace } from '../workspace/use-workspace';
import { onSuggestionKey, SuggestionActions } from './suggestion-actions';
import { usePanelWriting } from './use-panel-writing';

interface PanelTextProps {
  readonly panel: Panel;
  readonly number: number;
  readonly run: Run | null;
  readonly canEdit: boolean;
}

export function PanelText({ panel, number, run, canEdit }: PanelTextProps): ReactNode {
  const workspace = useWorkspace();
  const { replace, ...writing } = usePanelWriting(panel.id);
  const unknown = useUnknownWords(canEdit ? panel.text : '');
  const suggestion = run !== null && run.mode !== 'picture' && run.phase !== 'failed' ? run : null;
  return (
    <>
      <div className="word-marked">
        <WordMarks text={panel.text} words={unknown} className="story-text" />
        <textarea
          className="story-text"
          data-testid="panel-text"
          data-replaced={suggestion?.text != null && takenEnd(suggestion) === 0 ? '' : undefined}
          aria-label={t('Text of panel {number}', { number })}
          aria-describedby={unknown.length > 0 ? `unknown-${panel.id}` : undefined}
          placeholder={suggestion === null ? t('Write here…') : ''}
          value={panel.text}
          readOnly={!canEdit}
          dir="auto"
          spellCheck
          rows={1}
          {...writing}
          onKeyDown={(event) => {
            if (suggestion === null || !onSuggestionKey(workspace, suggestion, event)) return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
      </div>
      {unknown.length > 0 && (
        <UnknownWordsNote
          id={`unknown-${panel.id}`}
          words={unknown}
          onReplace={(word, by) => replace(withWordReplaced(panel.text, word, by))}
        />
      )}
      {suggestion !== null && <Suggestion run={suggestion} />}
      {suggestion !== null && canEdit && <SuggestionActions run={suggestion} withKeys />}
    </>
  );
}

/** Words that the model is writing; not part of the story until accepted. */
export function Suggestion({ run }: { readonly run: Run }): ReactNode {
  const writing = isActive(run) && run.job?.stage !== 'draw' && run.job?.stage !== 'decode';
  return (
    <p className="story-text suggestion" dir="auto" data-testid="suggestion" aria-live="off">
      {suggestedText(run).trimStart()}
      {writing && <span className="suggestion-caret" aria-hidden />}
    </p>
  );
}
