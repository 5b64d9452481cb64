// The line at the foot of the page: write what happens next, draw it, let the model go on, or give it a picture to look at.
import { BookOpenText, Brush, ImagePlus, Lightbulb, Square, X } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { assetUrl } from '../../api/asset-url';
import { removeReference } from '../../editor/commands/picture-commands';
import { isEmptyStory } from '../../editor/selectors';
import { t } from '../../i18n/translate';
import { Button, IconButton } from '../../ui/button';
import { AdapterPicker } from '../adapters/adapter-picker';
import { isActive, isAsked } from '../workspace/run';
import { useEditor, useInterface, useRuns, useSession, useWorkspace } from '../workspace/use-workspace';
import { UnknownWordsNote, withWordReplaced } from '../words/unknown-words-note';
import { useUnknownWords } from '../words/use-unknown-words';
import { WordMarks } from '../words/word-marks';
import { ComposerTools } from './composer-tools';
import { DropZone } from './drop-zone';
import { LanguageNote } from './language-note';
import { addLine, continueStory } from './panel-actions';
import { StarterChips } from './starter-chips';
import { StylePicker } from './style-picker';

export function Composer(): ReactNode {
  const workspace = useWorkspace();
  const session = useSession();
  const isBlank = useEditor((state) => isEmptyStory(state.story));
  const active = useRuns().filter((run) => isActive(run) && isAsked(run));
  const line = useInterface((state) => state.drafts.get(session.storyId) ?? '');
  const setLine = (next: string): void => workspace.ui.actions.setDraft(session.storyId, next);
  const [ideasWanted, setIdeasWanted] = useState<boolean | null>(null);
  const input = useRef<HTMLTextAreaElement>(null);
  const unknown = useUnknownWords(line);
  const hasLine = line.trim() !== '';
  const showIdeas = ideasWanted ?? isBlank;

  const send = (thenContinue: boolean): void => {
    if (hasLine) {
      if (addLine(workspace, session, line.trim(), thenContinue)) setLine('');
    } else if (active.length === 0) continueStory(workspace, session);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // An input method confirms its word with Enter too; that is not the end of the line.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    const goOn = event.ctrlKey || event.metaKey;
    if (hasLine || goOn) send(goOn);
  };
  const addWord = (word: string): void => {
    setLine(line.trim() === '' ? word : `${line.trimEnd()} ${word}`);
    input.current?.focus();
  };

  return (
    <section className="composer" aria-label={t('What happens next')}>
      {showIdeas && <StarterChips onPick={addWord} />}
      <References />
      <LanguageNote line={line} />
      <div className="composer-line">
        <div className="word-marked">
          <WordMarks text={line} words={unknown} className="composer-input" />
          <textarea
            ref={input}
            className="composer-input"
            data-testid="composer-input"
            data-own-undo=""
            aria-label={t('What happens next?')}
            aria-describedby="composer-unknown"
            placeholder={isBlank ? t('How does the story begin?') : t('What happens next?')}
            value={line}
            rows={1}
            dir="auto"
            autoFocus
            onChange={(event) => setLine(event.target.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        <AddPicture />
        <StylePicker />
        <AdapterPicker />
        <ComposerTools />
        <IconButton
          label={showIdeas ? t('Hide ideas') : t('What can it draw?')}
          aria-pressed={showIdeas}
          data-testid="ideas"
          onClick={() => setIdeasWanted(!showIdeas)}
        >
          <Lightbulb size={18} />
        </IconButton>
        {hasLine && (
          <Button onClick={() => send(false)} data-testid="draw-line">
            <Brush size={16} aria-hidden />
            {t('Draw')}
            <kbd className="kbd">↵</kbd>
          </Button>
        )}
        {active.length > 0 && !hasLine ? (
          <StopButton stopping={active.every((run) => run.phase === 'stopping')} />
        ) : (
          <Button tone="primary" onClick={() => send(true)} data-testid="continue">
            <BookOpenText size={16} aria-hidden />
            {t('Continue')}
          </Button>
        )}
      </div>
      <UnknownWordsNote
        id="composer-unknown"
        words={unknown}
        onReplace={(word, by) => {
          setLine(withWordReplaced(line, word, by));
          input.current?.focus();
        }}
      />
      <DropZone
        destination={{ kind: 'reference' }}
        label={t('Reference for the next pictures')}
        testId="drop-reference"
      />
    </section>
  );
}

function StopButton({ stopping }: { readonly stopping: boolean }): ReactNode {
  const { runs } = useWorkspace();
  const { storyId } = useSession();
  return (
    <Button disabled={stopping} onClick={() => runs.stopStory(storyId)} data-testid="stop">
      <Square size={14} fill="currentColor" aria-hidden />
      {stopping ? t('Stopping…') : t('Stop')}
    </Button>
  );
}

/** Pictures that the next generations look at, until the writer takes them away. */
function References(): ReactNode {
  const { storyId, editor } = useSession();
  const references = useEditor((state) => state.story.references);
  if (references.length === 0) return null;
  return (
    <div className="references" role="group" aria-label={t('Reference pictures')}>
      <span className="references-label">{t('The model looks at')}</span>
      {references.map((reference) => (
        <span key={reference.id} className="reference" data-testid="reference">
          <img
            src={assetUrl(storyId, reference.asset)}
            alt={reference.alt === '' ? t('Reference picture') : reference.alt}
          />
          <button
            type="button"
            className="reference-remove"
            aria-label={t('Remove reference picture')}
            onClick={() => editor.run(removeReference(reference.id))}
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
    </div>
  );
}

/** The button's way of what dropping and pasting do. */
function AddPicture(): ReactNode {
  const { ui } = useWorkspace();
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label={t('Add a picture')} data-testid="add-picture" onClick={() => chooser.current?.click()}>
        <ImagePlus size={18} />
      </IconButton>
      <input
        ref={chooser}
        type="file"
        accept="image/*"
        multiple
        hidden
        data-testid="picture-chooser"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = '';
          if (files.length > 0) ui.actions.openDialog({ kind: 'place-picture', files });
        }}
      />
    </>
  );
}
