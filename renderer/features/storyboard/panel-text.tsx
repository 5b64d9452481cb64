// The words of a panel: a text field that grows with them, and the model's words while they stream in, marked as a suggestion.
import type { ReactNode } from 'react';
import type { Panel } from '../../../common/domain/story';
import { t } from '../../i18n/translate';
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
  const writing = usePanelWriting(panel.id);
  const suggestion = run !== null && run.mode !== 'picture' && run.phase !== 'failed' ? run : null;
  return (
    <>
      <textarea
        className="story-text"
        data-testid="panel-text"
        data-replaced={suggestion?.text != null && takenEnd(suggestion) === 0 ? '' : undefined}
        aria-label={t('Text of panel {number}', { number })}
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
