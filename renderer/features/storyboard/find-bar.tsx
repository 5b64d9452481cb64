// Finding words in the story: a long board is not in the document as a whole, so the browser's own search would miss most of it. The
// panel with the match comes into sight; Escape leaves the bar with the match selected in its text.
import { ChevronDown, ChevronUp, Search, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { findInStory, type TextMatch } from '../../editor/search';
import { t } from '../../i18n/translate';
import { IconButton } from '../../ui/button';
import { useEditor, useWorkspace } from '../workspace/use-workspace';
import { panelElement } from './show-panel';

export function FindBar(): ReactNode {
  const { ui } = useWorkspace();
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      const wanted =
        (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'f';
      if (!wanted || ui.getState().dialog !== null) return;
      event.preventDefault();
      setOpen(true);
      field.current?.select();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [ui]);
  return open ? <OpenFindBar field={field} onClose={() => setOpen(false)} /> : null;
}

interface OpenFindBarProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly onClose: () => void;
}

function OpenFindBar({ field, onClose }: OpenFindBarProps): ReactNode {
  const { ui } = useWorkspace();
  const story = useEditor((state) => state.story);
  const [words, setWords] = useState('');
  const [current, setCurrent] = useState(0);
  const matches = useMemo(() => findInStory(story, words), [story, words]);
  const at = matches.length === 0 ? 0 : Math.min(current, matches.length - 1);
  const show = (match: TextMatch | undefined, index: number): void => {
    setCurrent(index);
    if (match === undefined) return;
    ui.actions.revealPanel(match.panelId, { align: 'center' });
    ui.actions.announce(
      t('Match {number} of {count}, panel {panel}.', {
        number: index + 1,
        count: matches.length,
        panel: match.panelIndex + 1,
      }),
    );
  };
  const step = (by: number): void => {
    const next = (at + by + matches.length) % Math.max(1, matches.length);
    show(matches[next], next);
  };
  /** Leaves the bar; the words that were found are selected in their panel. */
  const close = (): void => {
    const match = matches[at];
    onClose();
    if (match === undefined) return;
    const text = panelElement(match.panelId)?.querySelector('textarea');
    text?.focus();
    text?.setSelectionRange(match.start, match.end);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === 'F3') step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const match = matches[at];
  useFoundMark(words === '' ? null : (match?.panelId ?? null));
  return (
    <search className="find-bar" data-testid="find-bar" onKeyDown={onKeyDown}>
      <Search size={16} aria-hidden />
      <input
        ref={field}
        className="find-field"
        type="text"
        value={words}
        data-own-undo=""
        data-testid="find-field"
        aria-label={t('Find in the story')}
        placeholder={t('Find in the story')}
        autoFocus
        dir="auto"
        onChange={(event) => {
          const found = findInStory(story, event.target.value);
          setWords(event.target.value);
          setCurrent(0);
          if (found[0] !== undefined) ui.actions.revealPanel(found[0].panelId, { align: 'center' });
        }}
      />
      <output className="find-count" data-testid="find-count" role="status">
        {words.trim() === ''
          ? ''
          : match === undefined
            ? t('Not found')
            : t('{number} of {count}, panel {panel}', {
                number: at + 1,
                count: matches.length,
                panel: match.panelIndex + 1,
              })}
      </output>
      <IconButton
        size="small"
        label={t('Previous match')}
        tooltipSide="below"
        disabled={match === undefined}
        onClick={() => step(-1)}
      >
        <ChevronUp size={16} />
      </IconButton>
      <IconButton
        size="small"
        label={t('Next match')}
        tooltipSide="below"
        disabled={match === undefined}
        data-testid="find-next"
        onClick={() => step(1)}
      >
        <ChevronDown size={16} />
      </IconButton>
      <IconButton size="small" label={t('Close the search')} tooltipSide="below" tooltipAlign="end" onClick={close}>
        <X size={16} />
      </IconButton>
    </search>
  );
}

/** Marks the panel with the match; an attribute, so that no panel renders for it. It may be drawn only after the scrolling. */
function useFoundMark(panelId: string | null): void {
  useEffect(() => {
    if (panelId === null) return;
    const mark = (): void => panelElement(panelId)?.setAttribute('data-found', '');
    mark();
    const timers = [60, 250, 600].map((ms) => window.setTimeout(mark, ms));
    return () => {
      timers.forEach((timer) => window.clearTimeout(timer));
      panelElement(panelId)?.removeAttribute('data-found');
    };
  }, [panelId]);
}
