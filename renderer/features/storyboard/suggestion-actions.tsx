// Taking the model's words: a sentence, all, or none. Shown while they stream in, after a stop, and where they wait for the writer.
import { Check, CheckCheck, X } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { t } from '../../i18n/translate';
import { Button } from '../../ui/button';
import { keyHint } from '../../ui/key-hint';
import { hasWordsToKeep, isActive, type Run } from '../workspace/run';
import { useWorkspace } from '../workspace/use-workspace';
import type { Workspace } from '../workspace/workspace';

/** The keys of a suggestion, in the text of its panel: Tab takes a sentence, Ctrl+Enter all, Escape none. True when it was one. */
export function onSuggestionKey(workspace: Workspace, run: Run, event: KeyboardEvent): boolean {
  if (!hasWordsToKeep(run) || event.nativeEvent.isComposing) return false;
  const command = event.ctrlKey || event.metaKey;
  if (event.key === 'Tab' && !event.shiftKey && !command && !event.altKey) {
    // While no sentence is whole, Tab goes on to the next field as everywhere.
    return workspace.runs.takeSentence(run.key);
  }
  if (event.key === 'Enter' && command && !event.shiftKey) workspace.runs.takeAll(run.key);
  else if (event.key === 'Escape') workspace.runs.discard(run.key);
  else return false;
  return true;
}

interface SuggestionActionsProps {
  readonly run: Run;
  /** Whether the panel's own text has the keys; a panel that is only being made has no text to type in. */
  readonly withKeys: boolean;
}

export function SuggestionActions({ run, withKeys }: SuggestionActionsProps): ReactNode {
  const { runs, ui } = useWorkspace();
  if (!hasWordsToKeep(run) || run.phase === 'failed' || run.phase === 'stopping') return null;
  const goOn = (): void => ui.actions.revealPanel(run.panelId, { focus: 'text' });
  return (
    <div className="suggestion-actions" role="group" aria-label={t('Suggestion')} data-testid={`run-${run.phase}`}>
      {run.phase === 'stopped' && <span className="suggestion-words">{t('Stopped. Keep the words so far?')}</span>}
      <Button
        size="small"
        data-testid="accept-sentence"
        onClick={() => {
          if (runs.takeSentence(run.key)) goOn();
        }}
      >
        <Check size={14} aria-hidden />
        {t('Accept sentence')}
        {withKeys && <kbd className="kbd">{keyHint('tab')}</kbd>}
      </Button>
      <Button
        size="small"
        tone={isActive(run) ? 'quiet' : 'primary'}
        data-testid="keep-words"
        onClick={() => {
          runs.takeAll(run.key);
          goOn();
        }}
      >
        <CheckCheck size={14} aria-hidden />
        {t('Accept all')}
        {withKeys && <kbd className="kbd">{keyHint('command', 'enter')}</kbd>}
      </Button>
      <Button size="small" tone="quiet" data-testid="discard-words" onClick={() => runs.discard(run.key)}>
        <X size={14} aria-hidden />
        {t('Discard')}
        {withKeys && <kbd className="kbd">{keyHint('escape')}</kbd>}
      </Button>
    </div>
  );
}
