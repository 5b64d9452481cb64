// The writer's hand on the model's words: a sentence, all of them, or none. A run that nobody touches is taken whole when it is finished
// (runs.ts); once a sentence of it has been taken, or where it goes on from the cursor, its words stay a suggestion until the writer
// takes the rest or discards it.
import { acceptGeneration } from '../../editor/commands/generation-commands';
import { keepAsTextVersion, takeSuggestedWords } from '../../editor/commands/suggestion-commands';
import { nextSentenceEnd } from '../../editor/sentences';
import { t } from '../../i18n/translate';
import type { InterfaceActions } from './interface-store';
import { isActive, takenEnd, type Run } from './run';
import type { StorySession } from './story-session';

export interface Suggestions {
  /** Takes the next sentence into the story; false while there is no whole one. */
  readonly takeSentence: (key: number) => boolean;
  /** Takes all the rest: at once when the run has ended, else as soon as it is finished. */
  readonly takeAll: (key: number) => void;
  /** Nothing more of it is wanted: stops it, and it goes. What was taken stays. */
  readonly discard: (key: number) => void;
}

export interface SuggestionsPorts {
  readonly ui: Pick<InterfaceActions, 'notify' | 'announce'>;
  readonly sessionOf: (storyId: string) => StorySession | null;
  readonly runBy: (test: (run: Run) => boolean) => Run | undefined;
  readonly update: (key: number, change: Partial<Run>) => void;
  readonly remove: (key: number) => void;
  readonly stop: (key: number) => void;
}

/** Whether words may still come. */
const isWriting = (run: Run): boolean => isActive(run) && run.job?.stage !== 'draw' && run.job?.stage !== 'decode';

export function createSuggestions({ ui, sessionOf, runBy, update, remove, stop }: SuggestionsPorts): Suggestions {
  const wordsOf = (run: Run, text: string) => ({
    panelId: run.panelId,
    text,
    origin: run.givenText.trim() === '' ? ('model' as const) : ('model-edited' as const),
    generation: run.job?.result?.generation ?? null,
  });

  /** Takes the text up to `end`; where the writer has typed meanwhile it becomes a version instead. */
  const take = (run: Run, session: StorySession, end: number): boolean => {
    const text = run.text?.slice(0, end) ?? '';
    const isWhole = !isWriting(run) && end >= (run.text?.trimEnd().length ?? 0);
    const { target, baseText } = run;
    if (session.editor.run(takeSuggestedWords({ ...wordsOf(run, text), target, baseText, isWhole }))) {
      update(run.key, { takenTo: end, baseText: text, target: { kind: 'existing' }, isSuggestion: true });
      ui.announce(isWhole ? t('The words are yours.') : t('Sentence taken.'));
      return true;
    }
    const kept = session.editor.run(keepAsTextVersion(wordsOf(run, run.text ?? text)));
    if (kept) {
      ui.notify({ tone: 'info', text: t('You typed meanwhile, so the new words are kept as a version of the panel.') });
    }
    remove(run.key);
    return kept;
  };

  const found = (key: number): { run: Run; session: StorySession } | null => {
    const run = runBy((candidate) => candidate.key === key);
    const session = run === undefined ? null : sessionOf(run.storyId);
    return run === undefined || session === null || run.text === null ? null : { run, session };
  };

  return {
    takeSentence: (key) => {
      const here = found(key);
      if (here === null) return false;
      const { run, session } = here;
      const text = run.text ?? '';
      const end = nextSentenceEnd(text, takenEnd(run), !isWriting(run), session.editor.getState().story.language);
      if (end === null) return false;
      const isLast = !isActive(run) && text.slice(end).trim() === '';
      // The last sentence of a finished run brings its picture along, as taking all does.
      if (isLast && takePicture(run, session)) return true;
      const taken = take(run, session, end);
      if (taken && isLast) remove(key);
      return taken;
    },
    takeAll: (key) => {
      const here = found(key);
      if (here === null) return;
      const { run, session } = here;
      if (isActive(run)) {
        update(key, { isSuggestion: false });
        ui.announce(t('All of it will be taken when it is finished.'));
        return;
      }
      if (takePicture(run, session)) return;
      take(run, session, run.text?.trimEnd().length ?? 0);
      remove(key);
    },
    discard: (key) => {
      const run = runBy((candidate) => candidate.key === key);
      if (run === undefined) return;
      if (isActive(run)) {
        update(key, { isDiscarded: true });
        stop(key);
      } else remove(key);
      ui.announce(t('Suggestion discarded.'));
    },
  };

  /** A finished run that also drew: words and picture come in as one step. */
  function takePicture(run: Run, session: StorySession): boolean {
    const result = run.job?.result ?? null;
    if (run.phase !== 'suggested' || result === null || result.asset === null) return false;
    if (!session.editor.run(acceptGeneration({ ...run, result }))) return false;
    remove(run.key);
    ui.announce(t('The picture is ready.'));
    return true;
  }
}
